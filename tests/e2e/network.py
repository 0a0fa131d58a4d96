"""The network of the stand's pods: a name server, and a listener for each address that answers at the moment."""

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from endpoints import Answer
from name_server import NameServer

NAME_SERVER = "10.1.0.10"
API_SERVER = Answer("10.0.0.1", 443, "kube-apiserver")
_ADDRESSES = "10.0.0.0/15"
"""Those of Services and of pods: what is in no listener's hands refuses, as where a Service has no ready pods."""
_TLS = b"\x16"
_SAYS = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n"
_PATIENCE = 30

Backend = Callable[[str], int | None]
"""Returns the port of the real server behind an image, None if there is none here."""


class Network:
    """A thread that answers for Services; the images' own programs say `ok` to whatever speaks HTTP."""

    def __init__(self, backend: Backend, certificate: Path, key: Path) -> None:
        """Take the addresses over, which needs a network of one's own."""
        subprocess.run(["ip", "route", "add", "local", _ADDRESSES, "dev", "lo"], check=True)
        self._backend = backend
        self._names = NameServer()
        self._listening: dict[Answer, asyncio.Server] = {}
        self._trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._trust.load_cert_chain(certificate, key)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._begin(), self._loop).result()

    def serve(self, wanted: set[Answer], names: Mapping[str, list[str]]) -> None:
        """Answer at these addresses and for these names from now on, and at no others but the API server's."""
        asyncio.run_coroutine_threadsafe(self._change(wanted | {API_SERVER}, names), self._loop).result()

    def stop(self) -> None:
        """Answer nothing more."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _begin(self) -> None:
        self._asked, _ = await self._loop.create_datagram_endpoint(lambda: self._names, local_addr=(NAME_SERVER, 53))
        self._inner = await asyncio.start_server(self._speak, "127.0.0.1", 0, ssl=self._trust)
        self._encrypted = self._inner.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        for listening in (self._asked, self._inner, *self._listening.values()):
            listening.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _change(self, wanted: set[Answer], names: Mapping[str, list[str]]) -> None:
        self._names.known = names
        for gone in self._listening.keys() - wanted:
            self._listening.pop(gone).close()
        there = {(one.address, one.port) for one in self._listening}
        for new in wanted - self._listening.keys():
            if (new.address, new.port) not in there:
                there.add((new.address, new.port))
                self._listening[new] = await asyncio.start_server(self._answering(new.image), new.address, new.port)

    def _answering(self, image: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], "asyncio.Future[None]"]:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
                if port := self._backend(image):
                    await _joined(reader, writer, port)
                    return
                first = await asyncio.wait_for(reader.read(1), _PATIENCE)
                if first == _TLS:
                    await _joined(reader, writer, self._encrypted, first)
                else:
                    await self._speak(reader, writer)
            writer.close()

        return answer

    async def _speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
            writer.write(_SAYS)
            await writer.drain()
        writer.close()


async def _joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, first: bytes = b"") -> None:
    """Hand a connection on to a port of this machine, until either side hangs up."""
    inner, outer = await asyncio.open_connection("127.0.0.1", port)
    outer.write(first)
    ways = [asyncio.ensure_future(_flow(*way)) for way in ((reader, outer), (inner, writer))]
    await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    for way in ways:
        way.cancel()
    outer.close()
    writer.close()


async def _flow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1 << 16):
        writer.write(data)
        await writer.drain()

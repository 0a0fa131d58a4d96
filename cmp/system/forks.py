"""Work for many things at once, each in a process of its own: one that ends badly ends alone.

Python's own pools end as a whole where one of their processes is killed, as by the system when memory runs short.
"""

import os
import pickle
import selectors
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Never, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK = 1 << 20


def each(work: Callable[[Item], Result], items: Sequence[Item], *, at_once: int) -> Iterator[tuple[int, Result | None]]:
    """Yield the number of each item with what `work` returns of it, as they end; None where its process was killed.

    `work` has to return for whatever happens: an exception that leaves it ends its process without a result.
    """
    waiting, running = list(enumerate(items))[::-1], _Running()
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                number, item = waiting.pop()
                running.start(number, partial(work, item))
            yield from running.ended()
    finally:
        running.kill()


class _Running:
    """Processes that work, each with the pipe by which its result comes."""

    def __init__(self) -> None:
        self._pipes = selectors.DefaultSelector()
        self._told: dict[int, list[bytes]] = {}

    def __len__(self) -> int:
        return len(self._told)

    def start(self, number: int, work: Callable[[], Any]) -> None:
        reader, writer = os.pipe()
        if not (pid := os.fork()):
            _work(work, writer)
        os.close(writer)
        self._told[pid] = []
        self._pipes.register(reader, selectors.EVENT_READ, (number, pid))

    def ended(self) -> Iterator[tuple[int, Any]]:
        """Yield the results that are there, after waiting for something to come."""
        for key, _ in self._pipes.select():
            number, pid = key.data
            if chunk := os.read(key.fd, _CHUNK):
                self._told[pid].append(chunk)
                continue
            self._pipes.unregister(key.fd)
            os.close(key.fd)
            _, status = os.waitpid(pid, 0)
            told = b"".join(self._told.pop(pid))
            yield number, None if status else pickle.loads(told)  # noqa: S301  (what this very program has written)

    def kill(self) -> None:
        """End what still runs, where its results are not waited for."""
        for pid in self._told:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)
        for key in list(self._pipes.get_map().values()):
            os.close(key.fd)
        self._pipes.close()


def _work(work: Callable[[], Any], writer: int) -> Never:
    """Do the work in a new process, and end that without what an ordinary exit does."""
    status = 1
    try:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(pickle.dumps(work()))
        status = 0
    finally:
        os._exit(status)

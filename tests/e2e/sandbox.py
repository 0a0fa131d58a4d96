"""Runs a container's command in namespaces of its own: mounts, processes, and a network that leads to the stand's."""

import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import binaries
from containers import ACCOUNT, Command, files
from network import NAME_SERVER

Object = dict[str, Any]
Found = Mapping[str, Mapping[str, Object]]

_ENTER = Path(__file__).with_name("enter.sh")
_APART = ("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child=KILL")
_WORD = re.compile(r"(?<![\w./-])[A-Za-z_][\w.+-]{1,60}")
_PLACED = re.compile(r"(?<![\w.-])(?:/[\w.-]+)*/s?bin/[\w.+-]+")
_PATH = "/stand/bin:/stand/absent"


class Sandbox:
    """The stand's containers, and a folder for what they are given and what they say."""

    def __init__(self, folder: Path, logs: Path, kubectl: Path, certificate: Path) -> None:
        """Lay out the programs that all containers have."""
        self._folder, self._logs = folder, logs
        self._shared = [(kubectl, "/stand/bin/kubectl"), (certificate, f"{ACCOUNT}/ca.crt")]
        self._numbers = count(1)
        self._programs = folder / "bin"
        self._programs.mkdir(parents=True)
        logs.mkdir()
        for name, path in binaries.names().items():
            place = self._programs / name
            if path.parent == binaries.STAND_INS:
                shutil.copy(path, place)
            elif path.name == "kubectl":
                place.touch()
            else:
                place.symlink_to(path)

    def start(self, name: str, ran: Command, pod: Object, found: Found, token: str) -> "subprocess.Popen[bytes]":
        """Start a container of a pod."""
        number = next(self._numbers)
        folder = self._folder / f"{number}"
        (folder / "root").mkdir(parents=True)
        (folder / "absent").mkdir()
        namespace = pod["metadata"]["namespace"]
        search = " ".join(f"{domain}cluster.local" for domain in (f"{namespace}.svc.", "svc.", ""))
        (folder / "resolv.conf").write_text(
            f"search {search}\nnameserver {NAME_SERVER}\noptions ndots:5 timeout:2 attempts:1\n"
        )
        mounts = [(self._programs, "/stand/bin"), (folder / "absent", "/stand/absent")]
        if token:
            mounts += [(_written(folder / "token", token), f"{ACCOUNT}/token"), *self._shared[1:]]
            mounts.append((_written(folder / "namespace", namespace), f"{ACCOUNT}/namespace"))
        mounts += [self._shared[0], *self._volumes(ran, pod, found)]
        self._stand_in(folder, ran, mounts)
        (folder / "mounts").write_text("".join(f"{source}\t{target}\n" for source, target in mounts))
        network = f"/proc/{os.getpid()}/task/{threading.get_native_id()}/ns/net"
        address = f"10.2.{number >> 8}.{number & 255}"
        variables = [f"{key}={value}" for key, value in ran.env.items() if key.isidentifier() and key != "PATH"]
        command = [*_APART, "sh", _ENTER, folder, network, str(number), address, f"PATH={_PATH}", *variables, *ran.argv]
        with (self._logs / f"{namespace}.{pod['metadata']['name']}.{name}.log").open("ab") as log:
            return subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _volumes(self, ran: Command, pod: Object, found: Found) -> Iterator[tuple[Path, str]]:
        """Yield what a container mounts; all containers of a pod have the same volumes."""
        volumes = {one["name"]: one for one in pod["spec"].get("volumes") or []}
        for volume, part, where in ran.mounts:
            place = self._folder / "volumes" / pod["metadata"]["uid"] / volume
            place.mkdir(parents=True, exist_ok=True)
            for path, content in files(volumes.get(volume, {}), found).items():
                (place / path).parent.mkdir(parents=True, exist_ok=True)
                (place / path).write_bytes(content)
                (place / path).chmod(0o755)
            if part and not (place / part).exists():
                (place / part).mkdir(parents=True)
            yield place / part, where

    def _stand_in(self, folder: Path, ran: Command, mounts: Iterable[tuple[Path, str]]) -> None:
        """Let each word that may be a program of the image's own be one that says so and succeeds."""
        texts = [*ran.argv[1:], *ran.env.values()]
        for source, _ in mounts:
            if source.is_relative_to(self._folder / "volumes"):
                held = [source, *source.rglob("*")]
                texts += [path.read_text(errors="replace") for path in held if path.is_file()]
        for name in {word for text in texts for word in _WORD.findall(text)}.difference(binaries.real()):
            (folder / "absent" / name).symlink_to("/stand/bin/absent")
        places = {path for text in [*texts, ran.argv[0]] for path in _PLACED.findall(text)}
        known = {path: binaries.program_of(path) or "absent" for path in places}
        (folder / "links").write_text("".join(f"/stand/bin/{name}\t{path}\n" for path, name in sorted(known.items())))


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def ended(running: "subprocess.Popen[bytes]") -> None:
    """End a container, with everything that it started."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


Token = Callable[[str, str], str | None]
"""Returns a token for a namespace's account, None where it can't be had now."""

"""Faults in the calls of a program to the operating system: the program's own calls are the list, and each goes wrong.

strace records the calls of the real program, and has the kernel answer one of them with an error, late or cut off, or
kill the program there. Nothing in the program is replaced.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest
from programs import SWELL, TOP
from servers import waited_for

_CALL = re.compile(r"(\w+)\((.*)")
_TRACED = "%file,%desc,%network,%process"
_FIRST = "getcwd"  # the first call of Swell's own; what comes before is Python's start
_IMPORTS = tuple(
    f"{path}/" for path in (sys.prefix, sys.base_prefix, TOP / "cmp", os.path.realpath(sys.prefix), "/usr/lib", "/lib")
)
# Calls that fail by a mistake of the program alone, or do their work even where they report an error.
_SURE = {"close", "dup2", "exit_group", "fcntl", "getcwd", "lseek", "mmap", "munmap", "rt_sigaction", "wait4"}
_READS = {"getdents64", "pread64", "read", "recvfrom"}
_ERRORS = {
    "clone3": "EAGAIN", "connect": "ECONNREFUSED", "flock": "ENOLCK", "memfd_create": "EMFILE", "mkdir": "ENOSPC",
    "mknodat": "ENOSPC", "pipe2": "EMFILE", "pselect6": "ENOMEM", "recvfrom": "ECONNRESET", "sendto": "ECONNRESET",
    "socket": "EMFILE", "symlink": "ENOSPC", "write": "ENOSPC",
}  # fmt: skip
_ANY_ERROR = "EIO"
_DELAY = 300_000  # microseconds


_T = TypeVar("_T")


class Call(NamedTuple):
    """One call of a run: the system call, the how many-th of its name it is, and what it was asked for."""

    name: str
    number: int
    text: str


class Fault(NamedTuple):
    """What goes wrong with a call, and the options of strace that make it."""

    call: Call
    kind: str
    how: str


class Run(NamedTuple):
    """The end of a program: its exit code or minus a signal, its two outputs, and the seconds that it took."""

    status: int
    out: bytes
    err: str
    seconds: float


def run(argv: Sequence[str | Path], *, folder: Path, env: Mapping[str, str]) -> Run:
    """Run a program to its end."""
    before = time.monotonic()
    ended = subprocess.run(argv, cwd=folder, env=env, capture_output=True, check=False, timeout=120)
    return Run(ended.returncode, ended.stdout, ended.stderr.decode(errors="replace"), time.monotonic() - before)


class Setting:
    """A run of `generate` that can be repeated: where, with which environment, and in which state of the store."""

    def __init__(self, folder: Path, env: dict[str, str], *, cold: Path | None = None) -> None:
        """Set it up; `cold` is a store that is empty before each run."""
        self.folder, self.env, self.cold = folder, env, cold
        self.temporary = Path(env["TMPDIR"])
        self.store = Path(env["SWELL_STORE"]) if "SWELL_STORE" in env else None

    def start(self, argv: Sequence[str | Path], **more: str) -> Run:
        """Run a command in it, with more variables."""
        if self.cold:
            shutil.rmtree(self.cold, ignore_errors=True)
        return run(argv, folder=self.folder, env=self.env | more)

    def again(self) -> Run:
        """Run it without a fault, in the state in which the last run has left everything."""
        return run([SWELL, "generate"], folder=self.folder, env=self.env)

    def left(self) -> list[str]:
        """Return what has been left behind, in the temporary folder, in the store, and of processes."""
        waited_for(lambda: not processes(self.temporary), seconds=5)
        found = [path.name for path in self.temporary.iterdir() if not path.name.startswith("swell-renders-")]
        if self.store and (self.store / "tmp").exists():
            found += [path.name for path in (self.store / "tmp").iterdir()]
        return found + processes(self.temporary)


def calls(trace: Path, start: Callable[[Sequence[str | Path]], Run]) -> list[Call]:
    """Return the calls of a run that imports of modules don't make, after checking that it went well."""
    ended = start(["strace", "-y", "-o", trace, "-e", f"trace={_TRACED}", SWELL, "generate"])
    assert ended.status == 0, ended.err
    counted, found, begun = Counter[str](), list[Call](), False
    for line in trace.read_text(errors="replace").splitlines():
        if not (match := _CALL.match(line)):
            continue
        name, text = match.groups()
        counted[name] += 1
        begun = begun or name == _FIRST
        if begun and not any(path in text for path in _IMPORTS):
            found.append(Call(name, counted[name], text[:120]))
    return found


def faults(found: Sequence[Call]) -> Iterator[Fault]:
    """Yield all faults: each call fails, is cut off, is slow, and is the last one before the program is killed."""
    for call in found:
        if call.name not in _SURE:
            yield Fault(call, "fails", f"error={_ERRORS.get(call.name, _ANY_ERROR)}")
        if call.name in _READS:
            yield Fault(call, "is cut", "retval=0")
        yield Fault(call, "is slow", f"delay_enter={_DELAY}")
        yield Fault(call, "is killed", "signal=SIGKILL")


def faulty(fault: Fault, trace: Path) -> list[str | Path]:
    """Return the command that runs Swell with a fault."""
    inject = f"inject={fault.call.name}:{fault.how}:when={fault.call.number}"
    return ["strace", "-o", trace, "-e", f"trace={fault.call.name}", "-e", inject, SWELL, "generate"]


def took_place(trace: Path) -> bool:
    """Tell whether strace has come to the call that a fault was meant for."""
    return bool(re.search(r"\((?:INJECTED|DELAYED)\)|killed by SIGKILL", trace.read_text(errors="replace")))


def some(found: Sequence[_T], config: pytest.Config) -> list[_T]:
    """Return as many of a list as `--faults` says, drawn at random from `--seed` on, all of them for 0."""
    most = config.getoption("--faults")
    drawn = random.Random(config.getoption("--seed"))  # noqa: S311  (nothing secret)
    return drawn.sample(found, min(most or len(found), len(found)))


def processes(temporary: Path) -> list[str]:
    """Return the commands of running processes whose folder of temporary files this is."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"TMPDIR={temporary}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it has just ended
            continue
    return found


def wrong(ended: Run, whole: bytes, *, killed: bool) -> str:
    """Return what is wrong about the end of a run with a fault, "" if nothing is."""
    if killed:
        return "" if ended.out in (b"", whole) else "a part of the manifests was printed"
    if ended.status == 0:
        return "" if ended.out == whole else "other manifests were printed, with exit code 0"
    first = ended.err.partition("\n")[0]
    if ended.status != 2:
        return f"exit code {ended.status}: {ended.err[-600:]}"
    if ended.out:
        return "manifests were printed, with exit code 2"
    if not first.startswith("swell: ") or "Nothing was applied" not in first or "Traceback" in ended.err:
        return f"no clear message: {ended.err[:300]!r}"
    return ""

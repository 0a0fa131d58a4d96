"""Faults in the calls of a program to the operating system: the program's own calls are the list, and each goes wrong.

strace records the calls of the real program, and has the kernel answer one of them with an error, late or cut off, or
kill the program there. Nothing in the program is replaced.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest
from programs import SWELL, TOP
from servers import waited_for

_CALL = re.compile(r"(\w+)\((.*)")
_NO_CALL = re.compile(r"--- SIG|\+\+\+ ")  # a signal that came, and the end
_FIRST = tuple(f"newfstatat({stream}<" for stream in range(3))
"""Swell's own first calls, one after the other, which see that the streams are open; before come those of Python."""
_CLIENTS = "socket(AF_UNIX"
"""The first call of the image's client; before come those of Go."""
_IMPORTS = tuple(
    f"{path}/" for path in (sys.prefix, sys.base_prefix, TOP / "cmp", os.path.realpath(sys.prefix), "/usr/lib", "/lib")
)
_SURE = {
    "close": "it has done its work even where it reports an error",
    "dup2": "only a wrong descriptor",
    "exit_group": "it has no end",
    "fcntl": "only a wrong descriptor",
    "futex": "only a wrong address",
    "geteuid": "never",
    "getpid": "never",
    "getppid": "never",
    "gettid": "never",
    "getuid": "never",
    "ioctl": "it asks whether a file is a terminal, and hears of most that they are none",
    "lseek": "only a wrong descriptor",
    "munmap": "only a wrong address",
    "poll": "only a wrong address",
    "rt_sigaction": "only a wrong number",
    "rt_sigprocmask": "only a wrong number",
    "rt_sigreturn": "it has no answer",
    "setitimer": "only a wrong number",
    "umask": "never",
    "uname": "only a wrong address",
    "wait4": "only for what is no child",
}
"""The calls that can't fail, or by a mistake of the program alone: how they fail. All others do."""
_INSIDE = {"brk", "getpid", "getppid", "gettid", "getuid", "geteuid", "mprotect", "mremap", "munmap", "umask", "uname"}
"""The calls whose work no other process sees: to be killed there, or to be slow, is the same as at the call before."""
_READS = {"pread64", "read", "recvfrom", "recvmsg"}
"""The calls whose answer may be cut; that a folder has no more entries, no program can doubt."""
_NO_MEMORY, _NO_ROOM, _FULL = ("ENOMEM",), ("ENOSPC", "EROFS"), ("EMFILE",)
_ERRORS = {
    **dict.fromkeys(("brk", "mmap", "mprotect", "mremap"), _NO_MEMORY),
    **dict.fromkeys(("link", "linkat", "mkdir", "mkdirat", "mknodat", "rename", "symlink", "symlinkat"), _NO_ROOM),
    **dict.fromkeys(("connect", "recvfrom", "recvmsg", "sendmsg", "sendto"), ("ECONNRESET",)),
    **dict.fromkeys(("memfd_create", "pipe2"), (*_FULL, *_NO_MEMORY)),
    "clone3": ("EAGAIN", "ENOMEM"), "flock": ("ENOLCK",), "getcwd": ("ENOENT",), "openat": ("EIO", "EMFILE", "EACCES"),
    "prlimit64": ("EPERM",), "pselect6": ("ENOMEM",), "socket": ("EMFILE", "EAFNOSUPPORT"), "write": ("ENOSPC", "EIO"),
}  # fmt: skip
_ANY_ERROR = ("EIO",)
_RANDOM = re.compile(r"\d+|0x[0-9a-f]+|[0-9a-f]{8,}|new-\w+|swell-\w+")
_RUNS = 3
"""Runs whose calls are compared: a program of Go makes some of its calls as its threads happen to meet."""
_DELAY = 300_000  # microseconds
_AMPLE, _ENDLESS, _AFTERWARDS = 300, 600, 60
"""Seconds for a render, for any program, and for processes to end that were killed: only what is endless takes so long,
however busy the machine is."""


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
    ended = subprocess.run(argv, cwd=folder, env=env, capture_output=True, check=False, timeout=_ENDLESS)
    return Run(ended.returncode, ended.stdout, ended.stderr.decode(errors="replace"), time.monotonic() - before)


class Setting:
    """A run of `generate` that can be repeated: where, with which environment, and in which state of the store."""

    def __init__(
        self, folder: Path, env: dict[str, str], *, cold: Path | None = None, program: str | Path = SWELL
    ) -> None:
        """Set it up; `cold` is a store that is empty before each run, `program` what Argo CD calls."""
        self.folder, self.env, self.cold, self.program = folder, {"SWELL_TIMEOUT": str(_AMPLE), **env}, cold, program
        self.temporary = Path(env["TMPDIR"])
        self.store = Path(env["SWELL_STORE"]) if "SWELL_STORE" in env else None

    def start(self, *before: str | Path, **more: str) -> Run:
        """Run it, below another program with its arguments, if that is named, and with more variables."""
        if self.cold:
            shutil.rmtree(self.cold, ignore_errors=True)
        return run([*before, self.program, "generate"], folder=self.folder, env=self.env | more)

    def again(self) -> Run:
        """Run it without a fault, in the state in which the last run has left everything."""
        return run([self.program, "generate"], folder=self.folder, env=self.env)

    def left(self) -> list[str]:
        """Return what has been left behind, in the temporary folder, in the store, and of processes."""
        waited_for(lambda: not processes(self.temporary), seconds=_AFTERWARDS)
        found = [path.name for path in self.temporary.iterdir() if not path.name.startswith("swell-renders-")]
        if self.store and (self.store / "tmp").exists():
            found += [path.name for path in (self.store / "tmp").iterdir()]
        return found + processes(self.temporary)


def calls(trace: Path, setting: Setting) -> list[Call]:
    """Return the calls that each run makes, but those on files of modules, after checking that all went well."""
    first, *others = [_calls_once(trace, setting) for _ in range(_RUNS)]
    always = set.intersection(*({(call.name, call.number) for call in one} for one in others))
    return [call for call in first if (call.name, call.number) in always]


def _calls_once(trace: Path, setting: Setting) -> list[Call]:
    ended = setting.start("strace", "-y", "-o", trace)
    assert ended.status == 0, ended.err
    counted, every = Counter[str](), list[Call]()
    for line in trace.read_text(errors="replace").splitlines():
        match = _CALL.match(line)
        assert match or _NO_CALL.match(line), f"what is this: {line}"
        if match:
            name, text = match.groups()
            counted[name] += 1
            every.append(Call(name, counted[name], text))
    return [
        call._replace(text=call.text[:120])
        for call in every[_begun(every) :]
        if not any(path in call.text for path in _IMPORTS)
    ]


def _begun(every: Sequence[Call]) -> int:
    """Return how many calls are behind when Swell's own begin."""
    lines = [f"{call.name}({call.text}" for call in every]
    for number in range(len(_FIRST), len(lines)):
        own = zip(lines[number - len(_FIRST) : number], _FIRST, strict=True)
        if all(line.startswith(first) for line, first in own):
            return number
    return next(number for number, line in enumerate(lines) if line.startswith(_CLIENTS))


def faults(found: Sequence[Call]) -> Iterator[Fault]:
    """Yield all faults: each call fails in several ways, is cut off, is slow, and is the last one before a kill."""
    for call in found:
        for error in () if call.name in _SURE else _ERRORS.get(call.name, _ANY_ERROR):
            yield Fault(call, "fails", f"error={error}")
        if call.name in _READS:
            yield Fault(call, "is cut", "retval=0")
        if call.name not in _INSIDE and "MAP_ANONYMOUS" not in call.text:
            yield Fault(call, "is slow", f"delay_enter={_DELAY}")
            yield Fault(call, "is killed", "signal=SIGKILL")


def distinct(found: Iterable[Fault]) -> list[Fault]:
    """Return one of faults that are alike: in one way, in calls that differ in numbers and random names alone."""
    alike: dict[tuple[str, ...], list[Fault]] = {}
    for one in found:
        alike.setdefault((one.call.name, one.kind, one.how, _RANDOM.sub("", one.call.text)), []).append(one)
    return [these[len(these) // 2] for these in alike.values()]


def faulty(fault: Fault, trace: Path) -> list[str | Path]:
    """Return the program that runs another one with a fault, and its arguments."""
    inject = f"inject={fault.call.name}:{fault.how}:when={fault.call.number}"
    return ["strace", "-o", trace, "-e", f"trace={fault.call.name}", "-e", inject]


def took_place(trace: Path) -> bool:
    """Tell whether strace has come to the call that a fault was meant for."""
    told = trace.read_text(errors="replace")
    return bool(re.search(r"\((?:INJECTED|DELAYED)\)|killed by SIGKILL", told)) or told.startswith("exit_group")


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


def was_killed(ended: Run, fault: Fault) -> bool:
    """Tell whether a fault has killed the program, so that it could say nothing.

    Without memory CPython 3.11 itself may crash, while it reads a module's file: to Argo CD a failure as any other.
    """
    return fault.kind == "is killed" or ("ENOMEM" in fault.how and ended.status == -signal.SIGSEGV)


def was_lost(fault: Fault) -> bool:
    """Tell whether a fault has taken from the client what the resident server says last, behind the manifests."""
    return fault.kind in ("fails", "is cut") and fault.call.name == "recvfrom" and "sun_path=" in fault.call.text


def wrong(ended: Run, whole: bytes, *, killed: bool, lost: bool = False) -> str:
    """Return what is wrong about the end of a run with a fault, "" if nothing is.

    Where the end was `lost`, all manifests may have been printed, and the exit code says that nobody knows.
    """
    if killed or (lost and "the render was lost" in ended.err):
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

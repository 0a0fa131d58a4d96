"""Programs that run in the background: each with its log, and none of them outlives the tests."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

LIMIT = 600
"""Seconds after which a wait is given up: what comes comes within a few, and on a busy machine within a minute."""
_WITH_US = ("setpriv", "--pdeathsig", "KILL")


class Processes:
    """What was started, and what it said."""

    def __init__(self, logs: Path) -> None:
        """Keep a log for each program in a folder."""
        self.logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str | Path], environment: Mapping[str, str], *, nice: int = 0) -> None:
        """Start a program in a group of its own; if the tests are killed, it is too."""
        with self.log(name).open("ab") as log:
            self._running[name] = subprocess.Popen(
                [*_WITH_US, "nice", "-n", str(nice), *command],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def log(self, name: str) -> Path:
        """Return where a program's output goes."""
        return self.logs / f"{name}.log"

    def until(self, ready: Callable[[], bool], name: str) -> None:
        """Wait for what a program does; if it ends or takes too long, tell its last words."""
        if not wait(lambda: self._running[name].poll() is not None or ready()) or not ready():
            words = self.log(name).read_text(errors="replace")[-2000:]
            raise TimeoutError(f"{name} is not ready within {LIMIT} s, or has ended: {words}")

    @contextmanager
    def first(self) -> Iterator[None]:
        """Let them, and these tests, have the processors before all else: how long they take is measured."""
        self._schedule(os.SCHED_RR, os.sched_get_priority_min(os.SCHED_RR))
        try:
            yield
        finally:
            self._schedule(os.SCHED_OTHER, 0)

    def _schedule(self, policy: int, priority: int) -> None:
        """Set how the threads that there are get the processors; those that they start get them likewise."""
        for pid in (os.getpid(), *(process.pid for process in self._running.values())):
            for thread in Path(f"/proc/{pid}/task").iterdir():
                with suppress(ProcessLookupError):
                    os.sched_setscheduler(int(thread.name), policy, os.sched_param(priority))

    def ended(self) -> list[str]:
        """Return which of them have ended, though nobody stopped them."""
        return [name for name, process in self._running.items() if process.poll() is not None]

    def stop(self) -> None:
        """Kill them all, last first: argocd-cmp-server stays when it is asked to go."""
        for name in reversed(list(self._running)):
            self.end(name)

    def end(self, name: str) -> None:
        """Kill one of them."""
        process = self._running.pop(name)
        with suppress(ProcessLookupError):  # it has ended, and all that it started
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def wait(true: Callable[[], bool], seconds: float = LIMIT, pause: float = 0.05) -> bool:
    """Wait until something is true; tell whether it is before the time is over."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True

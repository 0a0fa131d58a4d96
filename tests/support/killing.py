#!/opt/swell/bin/python3 -I
"""In the place of argocd-cmp-server: kills one after the other what works for a render, and tells what comes of it.

Prints JSON: by what was killed the client's exit code, whether the answer was the whole one, the first line on stderr,
whether the next render was whole, and by the same resident Helm; then what is left in the end.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from signal import SIGKILL

from cmp.resident.greeting import UnservedError, greeted

_PLACES = Path(f"/tmp/swell-renders-{os.getuid()}")  # noqa: S108
_LONG = 120
Done = tuple[int, str, str]


def until(true: Callable[[], object]) -> None:
    """Wait until something is true."""
    end = time.monotonic() + _LONG
    while not true():
        if time.monotonic() > end:
            sys.exit("it never becomes true")
        time.sleep(0.02)


def processes() -> Iterator[tuple[int, str, int, str]]:
    """Yield the number, state, parent and command line of each process."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
            yield int(folder.name), state, int(parent), (folder / "cmdline").read_text()
        except OSError:  # it has ended
            continue


def server() -> int:
    """Return the process of the server, 0 while there is none."""
    found = [
        pid for pid, state, parent, line in processes() if parent == 1 and "cmp.cli.serve" in line and state != "Z"
    ]
    return found[0] if found else 0


def serves() -> bool:
    """Return whether the server greets: the process is there earlier, and the socket of a killed one stays behind."""
    try:
        greeted(os.environ["SWELL_SERVER"])
    except UnservedError:
        return False
    return True


def children() -> list[int]:
    """Return the processes that render: the children of the server but for its reaper."""
    parent = server()
    return [pid for pid, _, above, line in processes() if parent and above == parent and "reaper.py" not in line]


def helms() -> list[int]:
    """Return the resident Helms."""
    return [pid for pid, state, _, line in processes() if "swell-helm" in line.partition("\0")[0] and state != "Z"]


def ticks(pid: int) -> int:
    """Return the processor time of a process."""
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))


def started(**variables: str) -> "subprocess.Popen[str]":
    """Start a render."""
    env = {name: text for name, text in {**os.environ, **variables}.items() if text}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        ["swell", "generate"], stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True, env=env
    )


def done(running: "subprocess.Popen[str]") -> Done:
    """Return exit code, stdout and stderr of a render, at its end."""
    out, err = running.communicate()
    return running.returncode, out, err


def begun() -> "subprocess.Popen[str]":
    """Start a render, and return it once the resident Helm has worked on it for a while."""
    (helm,) = helms()
    before, running = ticks(helm), started()
    until(lambda: ticks(helm) > before + 10)
    return running


def victims(running: "subprocess.Popen[str]") -> dict[str, int]:
    """Return what works for a render."""
    (child,), (helm,) = children(), helms()
    return {"client": running.pid, "child": child, "helm": helm, "server": server()}


def main() -> None:
    """Kill each, and render again."""
    until(serves)
    whole = done(started(SWELL_SERVER="", SWELL_HELM_SERVER="off"))
    told: dict[str, object] = {"whole": whole[0], "nothing": (done(started()), helms())[0] == whole}
    for name in ("client", "child", "helm", "server"):
        running, before = begun(), helms()
        os.kill(victims(running)[name], SIGKILL)
        status, out, err = done(running)
        until(serves)
        until(lambda: not children())
        again = done(started())
        told[name] = [status, out == whole[1], err.splitlines()[:1], again == whole, helms() == before]
    told["left"] = [sorted(state for _, state, *_ in processes() if state == "Z"), len(helms()), len(children())]
    told["places"] = len(list(_PLACES.glob("helm-*.lock")))
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()

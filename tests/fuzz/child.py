"""One target, tried in a process of its own: prints how often, and ends with the error of the first fault.

usage: child.py NAME RUNS SECONDS FOLDER SEED                        with the seed 0 each run tries something else
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages

for _folder in ("../support", "../.."):
    sys.path.append(os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), _folder)))
ROOMS = {
    "dialect": "cmp.dialect",
    "split and head": "cmp.manifests",
    "splice": "cmp.manifests",
    "config": "cmp.config",
    "parameters": "cmp.request",
    "environment": "cmp.request",
    "addresses": "cmp.sources",
    "shell scripts": "cmp.waits",
    "reports": "cmp.stuck",
}
"""The code that guides what is tried with each reader: all of it would take too long."""

_LENGTH = 60  # bytes, of which each is a word
_HANGS, _MEMORY = 30, 2048  # seconds for one attempt, MiB
_GUIDED = 10  # for so many attempts one more is guided, which takes ten times as long; of the seconds it is a tenth
_CHANGES = 4  # at most, from one text to the next


def guided(name: str, runs: int, seconds: int, folder: str, seed: int, corpus: str) -> None:
    """Let atheris change what reached new code, and keep that in a folder; it ends the process."""
    import atheris

    with atheris.instrument_imports(include=[ROOMS[name]]):
        room = import_module(ROOMS[name])
        for module in walk_packages(room.__path__, f"{room.__name__}."):
            import_module(module.name)
        from readers import attempt

    arguments = [f"-runs={runs}", f"-max_total_time={seconds}", f"-max_len={_LENGTH}", f"-timeout={_HANGS}"]
    atheris.Setup(
        [
            name,
            *arguments,
            f"-rss_limit_mb={_MEMORY}",
            f"-seed={seed}",
            f"-artifact_prefix={folder}/",
            "-len_control=0",
            corpus,
        ],
        lambda data: attempt(name, data),
    )
    atheris.Fuzz()


def found(name: str, runs: int, seconds: int, folder: str, seed: int) -> list[bytes]:
    """Return what reached new code, by a guided child; it ends this process where that found a fault.

    Nothing where atheris can't be had.
    """
    if not find_spec("atheris"):
        return []
    with tempfile.TemporaryDirectory() as corpus:
        child = os.fork()
        if not child:
            guided(name, runs, seconds, folder, seed, corpus)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status:
            sys.exit(status if status > 0 else 1)
        return [(Path(corpus) / one).read_bytes() for one in sorted(os.listdir(corpus))]


def unguided(
    attempt: Callable[[bytes], None], runs: int, seconds: float, seed: int = 1, corpus: Sequence[bytes] = ()
) -> int:
    """Try random bytes, and changes of those of a corpus where there is one; return how often."""
    made, end = random.Random(seed or None), time.monotonic() + seconds  # noqa: S311
    signal.signal(signal.SIGALRM, _hangs)
    for done in range(runs):
        if time.monotonic() > end:
            return done
        data = near(made, corpus) if corpus and done % 4 else made.randbytes(made.randint(1, _LENGTH))
        signal.alarm(_HANGS)
        try:
            attempt(data)
        except Exception:
            sys.stderr.write(f"fault: {data.hex()}\n")
            raise
        finally:
            signal.alarm(0)
    return runs


def _hangs(*_: object) -> None:
    raise TimeoutError(f"an attempt took {_HANGS} s")


def near(made: random.Random, corpus: Sequence[bytes]) -> bytes:
    """Return bytes of a corpus with a few changes: a piece of them, or of others, comes in place of another."""
    data = made.choice(corpus)
    for _ in range(made.randint(1, _CHANGES)):
        at, end = sorted(made.choices(range(len(data) + 1), k=2))
        other = made.choice([data, made.choice(corpus), made.randbytes(made.randint(0, 4))])
        start = made.randrange(len(other) + 1)
        data = data[:at] + other[start : start + made.randint(0, 8)] + data[min(end, at + made.randint(0, 4)) :]
    return data[:_LENGTH]


def main(name: str, runs: int, seconds: int, folder: str, seed: int) -> None:
    """Try a target; atheris has to see its code before anything else imports it, and has a child of its own."""
    if name not in ROOMS:
        from structures import STRUCTURES

        done = STRUCTURES[name](runs, seconds)
    else:
        end, some = time.monotonic() + seconds, max(runs // _GUIDED, 1)
        corpus = found(name, some, max(seconds // _GUIDED, 1), folder, seed)
        from readers import attempt

        done = unguided(lambda data: attempt(name, data), runs, end - time.monotonic(), seed, corpus)
    sys.stderr.write(f"Done {done} runs\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5]))

"""One target, tried in a process of its own: prints how often, and ends with the error of the first fault.

usage: child.py NAME RUNS SECONDS FOLDER SEED                        with the seed 0 each run tries something else
"""

import os
import random
import sys
import time
from collections.abc import Callable

for _folder in ("../support", "../.."):
    sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), _folder))
ROOMS = {
    "dialect": "cmp.dialect",
    "split and head": "cmp.manifests",
    "splice": "cmp.manifests",
    "config": "cmp.config",
    "parameters": "cmp.request",
    "environment": "cmp.request",
    "addresses": "cmp.sources",
    "shell scripts": "cmp.waits",
}
"""The code that guides what is tried with each reader: all of it would take too long."""

_LENGTH = 60  # bytes, of which each is a word
_HANGS, _MEMORY = 30, 2048  # seconds for one attempt, MiB


def guided(name: str, runs: int, seconds: int, folder: str, seed: int) -> None:
    """Let atheris change what reached new code; it ends the process."""
    import atheris

    with atheris.instrument_imports(include=[ROOMS[name]]):
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
        ],
        lambda data: attempt(name, data),
    )
    atheris.Fuzz()


def unguided(attempt: Callable[[bytes], None], runs: int, seconds: float, seed: int = 1) -> int:
    """Try random bytes, where atheris can't be had; return how often."""
    made, end = random.Random(seed or None), time.monotonic() + seconds  # noqa: S311
    for done in range(runs):
        if not done % 100 and time.monotonic() > end:
            return done
        data = made.randbytes(made.randint(1, _LENGTH))
        try:
            attempt(data)
        except Exception:
            sys.stderr.write(f"fault: {data.hex()}\n")
            raise
    return runs


def main(name: str, runs: int, seconds: int, folder: str, seed: int) -> None:
    """Try a target; atheris has to see its code before anything else imports it."""
    if name not in ROOMS:
        from structures import STRUCTURES

        done = STRUCTURES[name](runs, seconds)
    else:
        try:
            guided(name, runs, seconds, folder, seed)
        except ImportError:
            from readers import attempt

            done = unguided(lambda data: attempt(name, data), runs, seconds, seed)
    sys.stderr.write(f"Done {done} runs\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5]))

"""Printing manifests, and a cached render as a whole; this needs next to no import."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.answers.lookup import Answer


def print_answer(answer: "Answer") -> int:
    """Print what the render printed that gave the answer; return the exit code."""
    print_manifests(answer.manifests)
    try:
        os.write(2, answer.summary)
    except OSError:
        return 0
    return 0


def print_manifests(content: "bytes | memoryview") -> None:
    """Print the manifests. Where they can't be printed to their end, a file gets back the length that it had.

    Raises:
        BrokenPipeError: what reads them has closed the pipe.
        CommandError: they can't be written.
    """
    left = memoryview(content)
    try:
        while left:
            left = left[os.write(1, left) :]
    except BrokenPipeError:
        raise
    except OSError as problem:
        _take_back(len(content) - len(left))
        from cmp.errors import CommandError

        raise CommandError(
            f"can't write the manifests: {problem.strerror}",
            fix="look at what reads the output; nothing is applied of half an output",
        ) from None


def _take_back(written: int) -> None:
    try:
        os.ftruncate(1, os.fstat(1).st_size - written)
    except OSError:  # it is no file
        return

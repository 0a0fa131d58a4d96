"""Writing to stdout, in UTF-8, and printing a cached render as a whole; this needs next to no import."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.answers.lookup import Answer


class _Stdout:
    """The stdout of this process: where not all fits into a file, that gets back what it held before."""

    def __init__(self) -> None:
        self._written = 0

    def write(self, content: "bytes | memoryview", *, what: str) -> None:
        """Write a text to its end. Python's own stream loses the rest where it is unbuffered, without a word.

        Raises:
            BrokenPipeError: what reads it has closed the pipe.
            CommandError: it can't be written.
        """
        left = memoryview(content)
        try:
            while left:
                left = left[self._some(left) :]
        except BrokenPipeError:
            raise
        except OSError as problem:
            self._take_back()
            from cmp.errors import CommandError

            raise CommandError(
                f"can't write {what}: {problem.strerror}",
                fix="look at what reads the output; half of it is of no use",
            ) from None

    def _some(self, left: memoryview) -> int:
        try:
            written = os.write(1, left)
        except BlockingIOError:  # a pipe that does not wait, as its other end may have made it
            import select

            select.select((), (1,), ())
            return 0
        self._written += written
        return written

    def _take_back(self) -> None:
        """Cut a file back to where this process began, unless another one has written behind that."""
        try:
            end = os.lseek(1, 0, os.SEEK_CUR)
            if end == os.fstat(1).st_size:
                os.ftruncate(1, end - self._written)
                os.lseek(1, end - self._written, os.SEEK_SET)  # else what comes next stands behind zeros
        except OSError:  # it is no file
            return


write = _Stdout().write
"""What writes to the stdout of this process."""


def print_answer(answer: "Answer") -> int:
    """Print what the render printed that gave the answer; return the exit code."""
    write(answer.manifests, what="the manifests")
    try:
        os.write(2, answer.summary)
    except OSError:
        return 0
    return 0

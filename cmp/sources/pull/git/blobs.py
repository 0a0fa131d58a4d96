"""Reading the bytes of many blobs from one git process, in the order they were asked for."""

from collections.abc import Iterator
from typing import Self

from cmp.errors import PullError
from cmp.sources.pull.git.command import Git
from cmp.system import process

AGAIN = "try again; if it stays so, run `git fetch` of that repository by hand"


class Blobs:
    """The blobs from `git cat-file --batch`, whose output is a header, the bytes and a line break for each blob."""

    def __init__(self, git: Git, blobs: list[str]) -> None:
        self._git, self._ends, self._held = git, list[process.Finished](), b""
        self._stream = git.output(
            "cat-file",
            "--buffer",
            "--batch",
            does="cat-file",
            stdin="".join(f"{blob}\n" for blob in blobs),
            tell=self._ends,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                for _chunk in self._stream:
                    raise PullError("git said more than it was asked", where=self._git.source.alias, fix=AGAIN)
                self._explain()
        finally:
            self._stream.close()  # stops git, if it is still there

    def header(self, blob: str, size: int) -> None:
        """Read a header; it must be the one of the expected object."""
        expected = f"{blob} blob {size}\n".encode()
        if b"".join(self.body(len(expected))) != expected:
            raise self._broken()

    def body(self, size: int) -> Iterator[bytes]:
        """Yield the bytes of a body of this size."""
        while size:
            if not self._held and not (chunk := next(self._stream, b"")):
                raise self._broken()
            self._held = self._held or chunk
            part, self._held = self._held[:size], self._held[size:]
            size -= len(part)
            yield part

    def body_ends(self) -> None:
        """Read the line break after a body."""
        if b"".join(self.body(1)) != b"\n":
            raise self._broken()

    def _explain(self) -> None:
        """Raise the error for which git failed, if it has ended and did."""
        for finished in self._ends:
            self._git.succeeded(finished)

    def _broken(self) -> PullError:
        self._explain()
        return PullError("git's stream of files broke off", where=self._git.source.alias, fix=AGAIN)

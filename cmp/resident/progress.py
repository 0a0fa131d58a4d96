"""How far a render is: its child tells the client, and the server where that asks for notes.

A note is a word and a text, in the pipe whose end tells the server that the child has ended. The notes of a child are
few and short, so that the pipe holds all of them.
"""

import os
from contextlib import suppress

from cmp.resident import wire
from cmp.telemetry.record import KNOWN, name

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

MOST = 4096
"""The bytes that all notes of a child take at most."""


class Progress:
    """The progress of one render."""

    def __init__(self, link: "socket.socket", notes: int) -> None:
        """Tell by a connection, and note in a pipe, unless that is -1."""
        self._link, self._notes, self._waited = link, notes, 0.0

    def asked(self, command: str, variables: "Mapping[bytes, bytes]") -> None:
        """Note for which Application something is asked, and then what: the child may be killed between the two."""
        self._note("application", name(variables.get(b"ARGOCD_APP_NAME", b"")))
        self._note("project", name(variables.get(b"ARGOCD_APP_PROJECT_NAME", b"")))
        self._note("command", command)

    def known(self) -> None:
        """Note that the answer is known."""
        self._note("outcome", KNOWN)

    def waited(self, seconds: float) -> None:
        """Note how long the render has waited for its turn, all times together."""
        self._waited += seconds
        self._note("waited", f"{self._waited:.3f}")

    def begin(self) -> None:
        """Tell that the first byte goes to stdout now."""
        self._link.sendall(wire.frame(wire.BEGUN))

    def failed(self, cause: str) -> None:
        """Note why there is no answer."""
        self._note("cause", cause)

    def ended(self, status: int) -> None:
        """Tell the exit code. It is noted before, since the client may end at once, and this process with it."""
        self._note("status", str(status))
        self._link.sendall(wire.frame(wire.ENDED, status))

    def _note(self, word: str, text: str) -> None:
        if self._notes >= 0:
            with suppress(OSError):  # the server has ended, and this process will
                os.write(self._notes, f"{word}={text}\0".encode())


def noted(pipe: int) -> "dict[str, str]":
    """Return the notes of a child that has ended: of each word the last one."""
    notes = os.read(pipe, MOST).decode(errors="replace").split("\0")
    return {word: text for word, _, text in (note.partition("=") for note in notes[:-1])}

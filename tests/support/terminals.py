"""A terminal of a chosen width, for the program itself."""

import fcntl
import os
import pty
import re
import struct
import termios

from programs import SWELL, TOP, helm

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def environment(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "TERM": "xterm", **more}


def on_terminal(columns: int, *words: str, **variables: str) -> str:
    """Return what a command writes on a terminal of so many columns."""
    child, terminal = pty.fork()
    if not child:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        os.chdir(TOP)
        os.execve(SWELL, [str(SWELL), *words], environment(**variables))  # noqa: S606
    told = b""
    while True:
        try:
            chunk = os.read(terminal, 1 << 16)
        except OSError:  # the other side is closed
            break
        if not chunk:
            break
        told += chunk
    os.close(terminal)
    os.waitpid(child, 0)
    return told.decode().replace("\r\n", "\n")

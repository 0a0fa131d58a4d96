"""The probes of the sidecar: whether argocd-cmp-server can be asked, and whether the server beside it is stuck.

A sidecar that is only busy is well: argocd-cmp-server answers a new connection whatever its plugin does, and the server
gives each caller a turn within some seconds. One whose server has ended is well, too: that is started again, and
renders go on without it. So what fails is only what does not answer at all.
"""

import _socket  # `socket` itself would import enum and selectors
import contextlib

from cmp.resident import running
from cmp.resident.greeting import SilentError, UnservedError, greeted
from cmp.resident.wire import SERVER

PROBES = ("live", "ready")
ANSWERED, GREETED = 8.0, 15.0
"""The seconds in which argocd-cmp-server has to answer, and the server to greet; Kubernetes gives a probe more."""
# What a client of HTTP/2 says first: its preface, and settings that change nothing (RFC 9113, 3.4). gRPC speaks it.
_HELLO = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))
_HEADER, _KIND, _SETTINGS = 9, 3, 4  # bytes of a frame's header, where its kind stands, and the kind of the first frame


def failure(probe: str) -> str:
    """Return why one of PROBES fails, "" where it does not."""
    servers = running.servers()
    if not servers:
        return "argocd-cmp-server does not run"
    for pid in servers:
        if why := _unanswered(pid) or (_stuck(pid) if probe == "live" else ""):
            return why
    return ""


def _unanswered(pid: str) -> str:
    """Return why an argocd-cmp-server can't be asked for anything, "" where it can."""
    if not (path := running.listening(pid)):
        return "argocd-cmp-server does not listen at a socket"
    with contextlib.closing(_socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)) as link:
        try:
            link.settimeout(ANSWERED)
            link.connect(path)
            link.send(_HELLO)
            said = link.recv(_HEADER, _socket.MSG_WAITALL)
        except OSError as problem:  # a TimeoutError of Python's own has no text
            return f"argocd-cmp-server does not answer at {path}: {problem.strerror or 'nothing comes'}"
    if said[_KIND : _KIND + 1] != bytes((_SETTINGS,)):
        return f"argocd-cmp-server does not answer at {path} in HTTP/2"
    return ""


def _stuck(pid: str) -> str:
    """Return that the server which renders for an argocd-cmp-server is stuck, "" where it is not, or there is none."""
    path = running.variable(pid, SERVER)
    try:
        if path:
            greeted(path, patience=GREETED)
    except SilentError as problem:
        return f"the server that renders is stuck at {path}: {problem}"
    except UnservedError:
        return ""
    return ""

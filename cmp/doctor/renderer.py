"""The server that renders for argocd-cmp-server, where `swell sidecar` has started both."""

from collections.abc import Iterator

from cmp.doctor.model import Result, Setup
from cmp.resident import running
from cmp.resident.greeting import UnservedError, greeted
from cmp.resident.wire import SERVER

_NONE = "none: argocd-cmp-server was not started by `swell sidecar`, so that each render starts a Python of its own"


def renderer(setup: Setup) -> Iterator[Result]:
    """Yield whether the server of each `swell sidecar` answers."""
    if not setup.home:
        return
    for pid in running.servers():
        path = running.variable(pid, SERVER)
        try:
            if path:
                greeted(path)
        except UnservedError as why:
            text = f"no server answers at {path}: {why}; each render does without it, and is slower"
            yield Result(thing="renderer", text=text, fix="see the log of this container, which says why it has ended")
        else:
            yield Result(thing="renderer", text=path or _NONE)

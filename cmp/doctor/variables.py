"""The container that Swell runs in: its user, and the environment variables that begin like Swell's own.

repo-server runs as user 999 and shares a socket with the sidecar. A misspelt SWELL_POLICY would enforce nothing.
"""

from collections.abc import Iterator

from cmp.doctor.model import Result, Setup
from cmp.request.parameters import KNOWN, OURS, strangers
from cmp.request.strangers import unknown

_ARGOCD = 999


def user(setup: Setup) -> Iterator[Result]:
    """Yield whether the sidecar runs as user 999, as repo-server does."""
    if not setup.home:
        return
    if setup.user == _ARGOCD:
        yield Result(thing="user", text=f"{_ARGOCD}, as repo-server")
    else:
        text = f"is {setup.user}, and repo-server, which is {_ARGOCD}, can't use the socket of another"
        yield Result(thing="user", text=text, fix=f"say `securityContext: {{runAsUser: {_ARGOCD}}}` for the container")


def variables(setup: Setup) -> Iterator[Result]:
    """Yield which variables are set, and which of them Swell does not know."""
    known = [f"{OURS}{name}" for name in sorted(KNOWN) if f"{OURS}{name}" in setup.settings.variables]
    strange = list(strangers(setup.settings.variables))
    for name in strange:
        yield Result.of(unknown(name, KNOWN), "variables")
    if not strange:
        yield Result(thing="variables", text=", ".join(known) or f"none of {OURS}... is set")

"""The container that Swell runs in: its user, and the environment variables that begin like Swell's own.

repo-server runs as user 999 and shares a socket with the sidecar. A misspelt SWELL_POLICY would enforce nothing.
"""

from collections.abc import Collection, Iterator

from cmp.doctor.model import Result, Setup
from cmp.request.parameters import OPERATORS, VARIABLES, unknown

_ARGOCD = 999
_OURS = "SWELL_"
_HOST = "_SERVICE_HOST"
_KNOWN = (*OPERATORS, *VARIABLES.values())


def user(setup: Setup) -> Iterator[Result]:
    """Yield whether the sidecar runs as Argo CD's user."""
    if not setup.home:
        return
    if setup.user == _ARGOCD:
        yield Result(thing="user", text=f"{_ARGOCD}, as repo-server")
    else:
        text = f"is {setup.user}, and repo-server, which is {_ARGOCD}, can't use the socket of another"
        yield Result(thing="user", text=text, fix=f"say `securityContext: {{runAsUser: {_ARGOCD}}}` for the container")


def variables(setup: Setup) -> Iterator[Result]:
    """Yield which variables are set, or those of them that Swell does not know."""
    names = [name for name in sorted(setup.settings.variables) if name.startswith(_OURS)]
    known = [name for name in names if name.removeprefix(_OURS) in _KNOWN]
    strange = [name for name in names if name not in known and not name.startswith(_of_services(names))]
    for name in strange:
        yield Result.of(unknown(name.removeprefix(_OURS), _KNOWN), "variables")
    if not strange:
        yield Result(thing="variables", text=", ".join(known) or f"none of {_OURS}... is set")


def _of_services(names: Collection[str]) -> tuple[str, ...]:
    """Return how the variables begin that Kubernetes sets for each Service beside the pod: one may be called swell."""
    services = (name.removesuffix(_HOST) for name in names if name.endswith(_HOST))
    return tuple(f"{service}_{what}" for service in services for what in ("SERVICE_", "PORT"))

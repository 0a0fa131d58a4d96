"""Who runs here: repo-server, which is user 999, shares a socket with the sidecar."""

from collections.abc import Iterator

from cmp.doctor.model import Result, Setup

_ARGOCD = 999


def user(setup: Setup) -> Iterator[Result]:
    """Tell whether the sidecar runs as Argo CD's user."""
    if not setup.home:
        return
    if setup.user == _ARGOCD:
        yield Result(thing="user", text=f"{_ARGOCD}, as repo-server")
    else:
        text = f"is {setup.user}, and repo-server, which is {_ARGOCD}, can't use the socket of another"
        yield Result(thing="user", text=text, fix=f"say `securityContext: {{runAsUser: {_ARGOCD}}}` for the container")

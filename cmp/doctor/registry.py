"""The checks of `swell doctor`, in the order in which they run."""

from collections.abc import Iterator

from cmp.doctor.application import application
from cmp.doctor.argocd import argocd, pauses
from cmp.doctor.credentials import credentials
from cmp.doctor.model import Result, Setup
from cmp.doctor.programs import git, helm, helms, ssh
from cmp.doctor.renderer import renderer
from cmp.doctor.room import store, temporary
from cmp.doctor.server import plugin, server
from cmp.doctor.settings import load, policy
from cmp.doctor.variables import user, variables

CHECKS = (
    user,
    server,
    plugin,
    renderer,
    argocd,
    pauses,
    variables,
    temporary,
    helm,
    helms,
    git,
    ssh,
    store,
    credentials,
    policy,
    load,
    application,
)


def examined(setup: Setup) -> Iterator[Result]:
    """Yield the results of each check."""
    for check in CHECKS:
        yield from check(setup)

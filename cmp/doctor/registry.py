"""All that is looked at, in this order."""

from collections.abc import Iterator

from cmp.doctor.application import application
from cmp.doctor.credentials import credentials
from cmp.doctor.model import Result, Setup
from cmp.doctor.programs import git, helm, helms, ssh
from cmp.doctor.room import store, temporary
from cmp.doctor.server import plugin, server
from cmp.doctor.settings import load, policy
from cmp.doctor.user import user
from cmp.doctor.variables import variables

CHECKS = (
    user,
    server,
    plugin,
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
    """Yield what is told of each thing."""
    for check in CHECKS:
        yield from check(setup)

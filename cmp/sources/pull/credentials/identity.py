"""The names of credentials: whose they are, and nothing of what they hold.

The store notes by them whose credential has pulled an entry, so that it serves no project that could not pull it.
"""

from cmp.sources.model import Pulling
from cmp.sources.pull.credentials.borrowed import kept, lends
from cmp.sources.pull.credentials.mounted import is_granted, mounted
from cmp.sources.pull.location import Location

NONE = ""
_MACHINE = "machine"  # login files, ssh keys and helpers, which this machine's own user has for all hosts


def credential(location: Location, pulling: Pulling, *, borrows: bool = False) -> str:
    """Return the name of the credential that a project has for a host, NONE where it has none.

    `borrows` tells whether Argo CD may lend its own.
    """
    granted, files = is_granted(location.host, pulling), mounted(location.host, pulling.settings)
    if granted and (files.key if location.scheme == "ssh" else files.password):
        return f"mounted {location.host}"
    variables = kept(location, pulling.settings.variables)
    if borrows and location.scheme != "ssh" and lends(variables):
        said = [variables.get(name, "") for name in ("ARGOCD_APP_PROJECT_NAME", "ARGOCD_APP_SOURCE_REPO_URL")]
        return f"lent {said!a}"
    return _MACHINE if granted else NONE

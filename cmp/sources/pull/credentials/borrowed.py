"""Git credentials that Argo CD lends a plugin (`provideGitCreds`), used only for the application's own host.

Argo CD lends them for that repository, but its program answers for every host: with another host in a swell.yaml, a
password would go there. Source: util/git/creds.go and util/askpass of Argo CD 3.6.1.
"""

import re
from collections.abc import Iterator, Mapping

from cmp.sources.pull.location import Location, site

_PROGRAM = ("GIT_ASKPASS", "ARGOCD_GIT_ASKPASS_NONCE", "ARGOCD_ASK_PASS_SOCK", "ARGOCD_BINARY_NAME")
_HEADERS = ("ARGOCD_GIT_AUTH_HEADER", "ARGOCD_GIT_BEARER_AUTH_HEADER")
_TLS = ("GIT_SSL_NO_VERIFY", "GIT_SSL_CERT", "GIT_SSL_KEY")
_MARK = "ARGOCD_GIT_ASKPASS_NONCE"  # without it all of these are the operator's own
# The key of an ssh repository lies in a file that only repo-server has.
_SSH = re.compile(r"ssh -i /(?:dev/shm|tmp)/\d+(?: |$)")


def kept(location: Location, variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables, without the lent credentials if the location is on another host than the repository."""
    withheld = {"GIT_SSH_COMMAND"} if _SSH.match(variables.get("GIT_SSH_COMMAND", "")) else set()
    own = site(variables.get("ARGOCD_APP_SOURCE_REPO_URL", ""))
    if variables.get(_MARK) and not (own and own == site(location.url)):
        withheld.update(_PROGRAM, _HEADERS, _TLS)
    return {name: text for name, text in variables.items() if name not in withheld}


def lends(variables: Mapping[str, str]) -> bool:
    """Tell whether variables returned by `kept` hold lent credentials."""
    return bool(variables.get(_MARK))


def headers(location: Location, variables: Mapping[str, str]) -> Iterator[str]:
    """Yield git's options for a lent HTTP header; the header's text stays in the environment."""
    if lends(variables):
        for name in _HEADERS:
            if variables.get(name):
                yield f"--config-env=http.{location.scheme}://{location.host}/.extraHeader={name}"

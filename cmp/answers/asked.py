"""What a render is asked, as a digest: all that it depends on beside files.

It is made of the variables that the request and the settings are read from and no others, so that a new revision of the
repository asks the same; and of where the folder lies below the repository's root, not of where that root lies, which
is another one at each render.
"""

import os
import sys

from cmp import __version__
from cmp.answers.base import Base
from cmp.settings import Settings
from cmp.system.looks import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BEGINNINGS = ("SWELL_", "ARGOCD_ENV_SWELL_")
_NAMES = (
    *("ARGOCD_APP_NAME", "ARGOCD_APP_NAMESPACE", "ARGOCD_APP_PROJECT_NAME", "ARGOCD_APP_SOURCE_PATH"),
    *("ARGOCD_APP_PARAMETERS", "KUBE_VERSION", "KUBE_API_VERSIONS", "XDG_CACHE_HOME"),
)
_TIMES = ("/etc/localtime", "/usr/share/zoneinfo")  # by which templates read and write times


def asked(settings: Settings, base: Base) -> str:
    """Return the digest of a request, in hexadecimal digits."""
    variables = settings.variables
    named = variables.get("ARGOCD_APP_NAME", "").rpartition("_")[2]
    parts = (
        *(__version__, sys.version, base.missing, base.below),
        "" if named else os.path.basename(base.folder),
        *(f"{name}={variables[name]}" for name in sorted(_told(variables))),
        *(f"{name}={text}" for name, text in sorted(settings.for_helm.items())),
        *map(_time_of, _TIMES),
    )
    return digest("\0".join(parts).encode(errors="surrogateescape")).decode()


def _told(variables: "Mapping[str, str]") -> "Iterator[str]":
    for name in variables:
        if name in _NAMES or name.startswith(_BEGINNINGS):
            yield name


def _time_of(path: str) -> str:
    try:
        return str(os.stat(path).st_mtime_ns)
    except OSError:
        return ""

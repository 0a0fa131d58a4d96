"""Git repositories as sources."""

from cmp.sources.pull.kind import SourceKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.sources.model import Pinned, Pulling, Source
    from cmp.sources.pull.kind import Puller
    from cmp.sources.pull.location import Location

_COMMIT = "[0-9a-f]{40}(?:[0-9a-f]{24})?"
_EXAMPLE = "https://git.example.com/team/repo.git, ssh://git@git.example.com/team/repo.git or git@git.example.com:repo"


def _puller() -> "Puller":
    from cmp.sources.pull.git import fetch

    return fetch


def _refuse(source: "Source", location: "Location") -> None:
    from cmp.sources.pull.location import refused

    if not location.path:
        raise refused(source, "names no repository", example=_EXAMPLE)


def _confirm(source: "Source", location: "Location", pinned: "Pinned", pulling: "Pulling") -> None:
    from cmp.sources.pull.git import fetch

    fetch.confirm(source, location, pinned, pulling)


GIT = SourceKind(
    spec={
        "git": "A git repository's address, https or ssh.",
        "revision": "Of `git`: a branch, tag or commit.",
    },
    wanted="an https:// or ssh:// address",
    address=r"(https?|ssh)://[^/]+/.+|[\w.-]+@[\w.-]+:.+",
    schemes=("https", "ssh"),
    local=("http",),
    example=_EXAMPLE,
    exact=_COMMIT,
    pins={"commit": _COMMIT},
    puller=_puller,
    refuse=_refuse,
    confirm=_confirm,
    borrows=True,
)

"""The values of pulling: a source, the pin it is resolved to, its bounds, and the settings to pull with."""

from cmp.system.process import Deadline
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cmp.settings import Settings


class Source(Value):
    """A source as swell.yaml declares it.

    Attributes:
        alias: its name.
        kind: the name of its kind, one of `NAMES` in `cmp/sources/pull/kinds.py`.
        location: git: https://, ssh:// or git@host:path; oci: oci://host/path; helm: the URL of a Helm repository;
            url: that of an archive.
        asked: git: branch, tag or commit ("" = the default branch); oci: tag, range or sha256:digest; helm: version or
            range ("" = the newest that is no prerelease); url: sha256:digest.
        name: helm: the chart's name.
        dependency: whether a chart names it as a dependency, and what Helm would take counts.
    """

    alias: str
    kind: str
    location: str
    asked: str = ""
    name: str = ""
    dependency: bool = False


class Pinned(Value):
    """The exact content that a source was resolved to; it means the same content for ever.

    Attributes:
        commit: git: 40 hexadecimal digits.
        digest: oci: sha256:... of the manifest; helm and url: sha256:... of the archive.
        version: oci: the tag; helm: the chart's version.

    A version without a digest, as in a Chart.lock, means the content that its repository has for it now.
    """

    commit: str = ""
    digest: str = ""
    version: str = ""

    @property
    def said(self) -> dict[str, str]:
        """Its fields by name, as swell.lock has them."""
        return {name: getattr(self, name) for name in self._fields}


DEEPEST = 200
"""Nested folders of a source, a copy or a revision: to walk through them recurses once for each."""


class Bounds(Value):
    """The limits of one source: the bytes of all its files together, and their number.

    `allow` are globs of the addresses that it may lead to on other hosts, `credentials` of the hosts whose mounted
    credentials it may use; None for all.
    """

    bytes: int = 256 << 20
    files: int = 20_000
    allow: "tuple[str, ...] | None" = None
    credentials: "tuple[str, ...] | None" = None


class Used(Value):
    """An address beside the source's own that was asked, in its normal form, and whose credentials were given there.

    A credential goes by its name here, and is never told; "" is none.
    """

    address: str
    credential: str = ""


def _unnoted(_: Used) -> None:
    """Take no note of what was used."""


class Pulling(Value):
    """The conditions for pulling: the operator's settings, the deadline and the bounds; `note` is told what is used."""

    settings: "Settings"
    deadline: Deadline
    bounds: Bounds = Bounds()
    note: "Callable[[Used], None]" = _unnoted

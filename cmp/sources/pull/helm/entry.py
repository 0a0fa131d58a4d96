"""The entry of one chart in a Helm repository's index: its versions, and the address of each version's archive."""

import re
from collections.abc import Iterable
from typing import Any

from cmp import dialect
from cmp.sources.pull.http.asking import Asking
from cmp.sources.pull.semver import version
from cmp.value import Value

# Of IndexFile and ChartVersion in pkg/repo/v1/index.go of Helm 4.2, and Metadata in pkg/chart/v2/metadata.go: in YAML
# Helm refuses an index with any other key.
TOP_FIELDS = frozenset(b"apiVersion annotations entries generated publicKeys serverInfo".split())
FIELDS = frozenset(
    b"annotations apiVersion appVersion checksum condition created dependencies deprecated description digest engine "
    b"home icon keywords kubeVersion maintainers name removed sources tags tillerVersion type url urls version".split()
)
_TIME = re.compile(rb"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_TYPES = (None, "", "application", "library")


class UnreadableError(ValueError):
    """The error for an index that Helm can't read; it says why."""


class Offer(Value):
    """One version of a chart: its archive's address, and its digest if the index has it."""

    version: str
    urls: tuple[str, ...]
    digest: str


class Entry(Value):
    """A chart's entry in an index: the text of each version, parsed only if that version is chosen.

    If there is no version, `others` are the names of all other charts.
    """

    texts: tuple[tuple[str, bytes], ...] = ()
    others: tuple[str, ...] = ()

    @property
    def versions(self) -> list[str]:
        """All versions as written in the index."""
        return [version for version, _ in self.texts]

    def offer(self, version: str, asking: Asking) -> Offer:
        """Return the address and digest of one version."""
        text = next(text for known, text in self.texts if known == version)
        try:
            said = dialect.load(text.decode())[0]
            digest = str(said.get("digest") or "").removeprefix("sha256:")
            urls = tuple(str(url) for url in said.get("urls") or ())
        except (dialect.YamlError, UnicodeDecodeError, AttributeError, TypeError, LookupError):
            raise asking.fault("other", f"its index can't be read at version {version}") from None
        return Offer(version=version, urls=urls, digest=f"sha256:{digest}" if digest else "")


def listed(items: Iterable[tuple[dict[str, Any], bytes]], *, others: tuple[str, ...]) -> Entry:
    """Return the entry with those versions that Helm does not skip: each needs a name and a semantic version.

    Args:
        items: what each version says of its `name`, `version` and `type`, and its text.
        others: the names of all charts.

    Raises:
        UnreadableError: one of these words is no text.
    """
    texts = []
    for said, text in items:
        words = [said.get(key) for key in ("name", "version", "type")]
        if odd := next((word for word in words if word is not None and not isinstance(word, str)), None):
            raise UnreadableError(f"the name, version or type of a version is no text but {type(odd).__name__}")
        if words[0] and "/" not in words[0] and version(words[1] or "") and words[2] in _TYPES:
            texts.append((words[1] or "", text))
    return Entry(texts=tuple(texts), others=() if texts else others)


def is_time(written: bytes) -> bool:
    """Tell whether a text is nothing, or a time of RFC 3339, as Go reads it."""
    bare = written.partition(b" #")[0].strip().strip(b"\"'")
    return bare in (b"", b"null", b"~") or bool(_TIME.fullmatch(bare))


def refuse_odd_time(written: bytes) -> None:
    """Refuse what is no time.

    Raises:
        UnreadableError: it is another text.
    """
    if not is_time(written):
        raise UnreadableError("a time in it is none of RFC 3339")

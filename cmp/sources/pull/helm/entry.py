"""The entry of one chart in a Helm repository's index: its versions, and the address of each version's archive."""

from cmp import dialect
from cmp.sources.pull.http.asking import Asking
from cmp.value import Value


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

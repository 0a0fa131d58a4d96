"""What a Helm repository's index says of one chart: its versions, and where the archive of each lies."""

from cmp import dialect
from cmp.sources.pull.http.client import Asking
from cmp.value import Value


class Offer(Value):
    """One version of a chart: where its archive lies, and its digest if the index tells it."""

    version: str
    urls: tuple[str, ...]
    digest: str


class Entry(Value):
    """A chart's part of an index: the text of each version, to be parsed once it is chosen.

    Without any, `others` are the names of all other charts.
    """

    texts: tuple[tuple[str, bytes], ...] = ()
    others: tuple[str, ...] = ()

    @property
    def versions(self) -> list[str]:
        """All versions, as written."""
        return [version for version, _ in self.texts]

    def offer(self, version: str, asking: Asking) -> Offer:
        """Return what the index says of one version."""
        text = next(text for known, text in self.texts if known == version)
        try:
            said = dialect.load(text.decode())[0]
            digest = str(said.get("digest") or "").removeprefix("sha256:")
            urls = tuple(str(url) for url in said.get("urls") or ())
        except (dialect.YamlError, UnicodeDecodeError, AttributeError, TypeError, LookupError):
            raise asking.fault("other", f"its index can't be read at version {version}") from None
        return Offer(version=version, urls=urls, digest=f"sha256:{digest}" if digest else "")

"""By which Argo CD a sync is judged, and with which pause between its waves: a verdict rests on both."""

from cmp.argocd.versions import NEWEST
from cmp.argocd.wave_delay import WAVE_DELAY
from cmp.value import Value


class Judge(Value):
    """A minor version of Argo CD and the seconds between waves; `named` and `paused` are what says so, "" for nothing.

    That is an option (`--argocd`), or the line of a file (`swell.yaml:3`).
    """

    version: str = NEWEST
    named: str = ""
    delay: int = WAVE_DELAY
    paused: str = ""

    def told(self, *, waves: bool) -> str:
        """Return it as a sentence, the pause only where a sync has several `waves`."""
        pause = f", with {self.delay} s between waves ({self.paused or 'its default'})" if waves else ""
        return f"Judged by Argo CD {self.version} ({self.origin}){pause}."

    @property
    def origin(self) -> str:
        """What names the version, in a word or two."""
        return self.named or "the newest"

    @property
    def fields(self) -> dict[str, str | None]:
        """The version as a value of JSON: null where nothing names it, and the newest counts."""
        return {"version": self.version, "from": self.named or None}

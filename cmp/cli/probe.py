"""`swell probe`: whether the sidecar is live or ready, for Kubernetes."""

from cmp.cli.output import say
from cmp.resident.probe import failure


def probe(what: str) -> int:
    """Return 0 where a probe succeeds; else print why it fails, which Kubernetes shows, and return 1."""
    why = failure(what)
    say(f"swell: {why}." if why else "ok")
    return 1 if why else 0

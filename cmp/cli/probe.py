"""`swell probe`: whether the sidecar is live or ready, for Kubernetes."""

import sys

from cmp.resident.probe import failure


def probe(what: str) -> int:
    """Return 0 where a probe succeeds; else print why it fails, which Kubernetes shows, and return 1."""
    why = failure(what)
    sys.stdout.write(f"swell: {why}.\n" if why else "ok\n")
    sys.stdout.flush()
    return 1 if why else 0

"""`swell probe`: whether the sidecar is live or ready, for Kubernetes."""

import os

from cmp.resident.probe import failure


def probe(what: str) -> int:
    """Return 0 where a probe succeeds; else print why it fails, which Kubernetes shows, and return 1."""
    why = failure(what)
    os.write(1, (f"swell: {ascii(why)[1:-1]}.\n" if why else "ok\n").encode())  # a probe imports next to nothing
    return 1 if why else 0

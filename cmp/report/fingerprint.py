"""What tells a finding from all others, and stays as long as it is the same problem, whatever lines lie above it."""

import hashlib

from cmp.model import Finding
from cmp.report.checked import Checked


def fingerprint(one: Checked, finding: Finding) -> str:
    """Return the digest of a finding: its check, application with namespace and file, object and message; no line."""
    parts = (finding.check, one.app, one.namespace, one.file, str(finding.ref or ""), finding.message)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()

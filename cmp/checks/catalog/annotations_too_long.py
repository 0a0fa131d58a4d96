"""an object that does not fit into its own annotations.

All annotations of an object together may have 262,144 bytes. A client-side apply, which is Argo CD's default, stores
the whole object in one of them: a large CustomResourceDefinition or ConfigMap then fails with `metadata.annotations:
Too long`.

Set the sync option `ServerSideApply=true`; Swell does so by itself unless `repairs: off` is set. No option helps if
the object's own annotations are too long.
"""

from collections.abc import Iterator

from cmp.argocd.exclusions import applied
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.transform.last_applied import LIMIT, too_long

SEVERITY = Severity.WARNING
_OPTIONS = ("ServerSideApply=true", "Replace=true")


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects and annotations beyond the limit; the Application's own sync options may be unknown."""
    for manifest in facts.objects:
        length = sum(len(f"{key}{value}".encode()) for key, value in manifest.head.annotations.items())
        if length > LIMIT:
            yield Finding(
                severity=Severity.ERROR,
                ref=manifest.ref,
                message=f"its annotations have {length} bytes, and {LIMIT} are allowed",
                fix="put their content into a ConfigMap",
                fails=True,
            )
        elif (
            applied(manifest)
            and not any(facts.has_option(manifest, option) for option in _OPTIONS)
            and too_long(manifest)
        ):
            yield Finding(
                severity=SEVERITY if facts.application.sync_options is None else Severity.ERROR,
                ref=manifest.ref,
                message=f"it is too long for the annotation of a client-side apply ({LIMIT} bytes)",
                fix=f"set the sync option ServerSideApply=true, {facts.by_rule('`syncOptions`')}",
                fails=facts.application.sync_options is not None,
            )

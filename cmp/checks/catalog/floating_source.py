"""a source whose branch, tag or range may lead to another content at each render.

Argo CD caches manifests by the commit of the application's own repository. It does not notice when the source changes,
a sync may bring content that was never reviewed, and a rollback restores only what that repository holds.

Run `swell lock` and commit swell.lock, or name a commit, a digest or an exact version. Where this is intended, say
`lock: floating` in swell.yaml.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Position, Severity

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find sources without a lock that do not name a commit, a digest or an exact version."""
    for one in {one.source.alias: one for one in facts.config.sources}.values():
        if one.floats:
            asked = " ".join(filter(None, (one.source.name, one.source.asked)))
            yield Finding(
                severity=SEVERITY,
                ref=None,
                message=f"{one.where}: ${one.source.alias} is whatever {asked} is at each render: there is no lock",
                fix=(
                    "run `swell lock` and commit swell.lock, or say `lock: floating` if that is meant"
                    if one.lock
                    else "name a commit, a digest or an exact version, or say `lock: floating` if that is meant"
                ),
                position=Position.of(one.where),
            )

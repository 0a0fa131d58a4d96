"""floating-source: a source is whatever its branch, tag or range is when somebody renders.

Argo CD keeps manifests by the commit of the application's own repository: it notices nothing when the source moves, a
sync may bring what nobody has looked at, and a rollback takes back only what that repository holds.

Run `swell lock` and commit swell.lock, or name a commit, a digest or an exact version. Where it is meant, say
`lock: floating` in swell.yaml.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find sources without a lock that are no commit, digest or version by themselves."""
    for one in {one.source.alias: one for one in facts.config.sources}.values():
        if one.floats:
            asked = " ".join(filter(None, (one.source.name, one.source.asked)))
            yield Finding(
                check="floating-source",
                severity=SEVERITY,
                ref=None,
                message=f"{one.where}: ${one.source.alias} is whatever {asked} is at each render: there is no lock",
                fix=(
                    "run `swell lock` and commit swell.lock, or say `lock: floating` if that is meant"
                    if one.lock
                    else "name a commit, a digest or an exact version, or say `lock: floating` if that is meant"
                ),
            )

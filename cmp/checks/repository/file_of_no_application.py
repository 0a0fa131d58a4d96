"""manifests, values files or a chart that no Application reaches.

Nothing deploys them: they were forgotten, or an Application that is to read them is missing or names another path. What
counts as reached is what the renders have read, and the folders of an Application without an answer. This is looked for
where a folder was named, no `--env` leaves Applications out, and none that a plugin or Kustomize renders is without an
answer; what Kustomize would read is left alone.
"""

import os
from collections.abc import Iterator

from cmp.checks.repository.facts import RepositoryFacts
from cmp.model import Finding, Position, Severity
from cmp.text import among, count

SEVERITY = Severity.WARNING
_SHOWN = 3


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each folder that has such files."""
    for lost in facts.unreached:
        names = [os.path.relpath(file, lost.folder or ".") for file in lost.files]
        more = [count(len(names) - _SHOWN, "more file")] if len(names) > _SHOWN else []
        yield Finding(
            severity=SEVERITY,
            ref=None,
            message=f"no Application reaches {among([*names[:_SHOWN], *more])} in {lost.folder or 'this folder'}",
            fix="delete them, or name them in an Application",
            position=Position(file=lost.files[0]),
        )

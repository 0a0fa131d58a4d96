"""Hooks of a chart that Helm renders for upgrades alone: Argo CD renders each sync as an install, and never runs them.

Source: Template in util/helm/cmd.go of Argo CD 3.6.1 calls `helm template`, without --is-upgrade.
"""

from collections.abc import Iterator

from cmp.model import Severity
from cmp.review.model import Danger, Side, Sort


def dangers(old: Side, new: Side) -> Iterator[Danger]:
    """Yield the templates of such hooks that are new, or differ."""
    known = set(old.upgrade_only)
    for template in new.upgrade_only:
        if template not in known:
            yield Danger(
                sort=Sort.HOOKS,
                severity=Severity.WARNING,
                ref=None,
                path=template.path,
                message=f"{template.path} makes a hook only if .Release.IsUpgrade, and in Argo CD that is never so",
                fix="read what it does, and do that by hand before the sync",
            )

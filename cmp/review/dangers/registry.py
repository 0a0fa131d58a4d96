"""All dangers of a review, the worst first."""

from cmp.model import Severity
from cmp.review.dangers import availability, data_loss, pod_rights, rbac, refused, upgrade_hooks
from cmp.review.model import Danger, Side, Sort

DANGERS = (refused, data_loss, rbac, pod_rights, availability, upgrade_hooks)
"""The kinds of danger: modules with a function `dangers` of both sides."""
_WORST, _FIRST = tuple(Severity), tuple(Sort)


def dangers(old: Side, new: Side) -> tuple[Danger, ...]:
    """Return the dangers of a change; a first deployment, whose older side has nothing, has none."""
    if not old.by_ref:
        return ()
    found = [danger for kind in DANGERS for danger in kind.dangers(old, new)]
    return tuple(sorted(found, key=lambda one: (_WORST.index(one.severity), _FIRST.index(one.sort))))

"""Tells from the objects' heads alone whether there is anything to order, so that most bodies need not be parsed."""

from collections.abc import Iterable, Sequence

from cmp.argocd.annotations import HOOK
from cmp.argocd.hooks import own_wave, phases
from cmp.argocd.kinds import runs_once
from cmp.config.model import Config
from cmp.model import Head

_WEBHOOKS = frozenset({"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"})
_DEFINITION = "CustomResourceDefinition"
_DECLARING = ("config.kubernetes.io/depends-on", "helm.sh/depends-on/resource-groups")


def needs_ordering(heads: Sequence[Head], config: Config) -> bool:
    """Tell whether any object may have to move.

    Only hooks, Jobs and the like, objects that install kinds, webhooks, conversions, waves and declarations have
    `must` edges.
    """
    if config.tiers or any(placed.rule.after or placed.rule.before for placed in config.rules):
        return True
    if config.infer == "all":
        return True
    if _may_convert(heads):
        return True
    from cmp.objects.installer_kinds import TELLING  # by now Helm has started

    return any(head.kind in config.promote or _kind(head) in TELLING or _moves_others(head) for head in heads)


def _may_convert(heads: Iterable[Head]) -> bool:
    """Tell whether a kind may be converted of which there are objects: a CRD is called `plural.group`."""
    groups = {head.name.partition(".")[2] for head in heads if head.kind == _DEFINITION}
    return bool(groups) and any(_kind(head)[0] in groups for head in heads)


def _kind(head: Head) -> tuple[str, str]:
    return head.api_version.rpartition("/")[0], head.kind


def _moves_others(head: Head) -> bool:
    annotations = head.annotations
    return (
        runs_once(*_kind(head))
        or head.kind in _WEBHOOKS
        or phases(annotations) not in (("Sync",), ())
        or HOOK in annotations
        or bool(own_wave(annotations))
        or any(key in annotations for key in _DECLARING)
    )

"""A Pod that stands by itself: little more than its images may change.

Source: ValidatePodUpdate in pkg/apis/core/validation/validation.go of Kubernetes 1.37.0.
"""

from collections.abc import Iterator
from typing import Any

from cmp.manifests.fields import text, walk
from cmp.review.dangers.pair import Pair, Refusal
from cmp.review.stored import pod_template

_FREE = ("activeDeadlineSeconds", "schedulingGates", "tolerations")


def refusals(pair: Pair) -> Iterator[Refusal]:
    """Yield the spec of a Pod, if more of it differs than may."""
    if pair.ref.group_kind == ("", "Pod") and _fixed(pair.before) != _fixed(pair.after):
        yield Refusal("spec", "only its images, deadline, tolerations and scheduling gates can be changed")


def _fixed(pod: Any) -> Any:
    """Return what may not change; how an image is pulled only where it is said: its default hangs on the image."""
    said = {text(one, "name") for one in walk(pod, "spec.containers[]") if text(one, "imagePullPolicy")}
    spec = {key: value for key, value in pod_template(pod)["spec"].items() if key not in _FREE}
    for key in ("containers", "initContainers"):
        spec[key] = [_without(one, said) for one in spec.get(key, ())]
    return spec


def _without(container: dict[str, Any], said: set[str]) -> dict[str, Any]:
    free = ("image",) if container.get("name") in said else ("image", "imagePullPolicy")
    return {key: value for key, value in container.items() if key not in free}

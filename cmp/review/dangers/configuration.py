"""ConfigMaps and Secrets that say that they are immutable, and the type of a Secret, which always is.

Source: ValidateConfigMapUpdate and ValidateSecretUpdate in pkg/apis/core/validation/validation.go of Kubernetes 1.37.0.
"""

from collections.abc import Iterator

from cmp.manifests.digest import digest
from cmp.review.dangers.pair import Pair, Refusal, at

_KINDS = ("ConfigMap", "Secret")
_OPAQUE = "Opaque"


def refusals(pair: Pair) -> Iterator[Refusal]:
    """Yield what an immutable ConfigMap or Secret may not change."""
    if pair.ref.group or pair.ref.kind not in _KINDS:
        return
    if pair.ref.kind == "Secret":
        old, new = (at(side, "type") or _OPAQUE for side in (pair.before, pair.after))
        if old != new:
            yield Refusal("type", "can't be changed")
    if at(pair.before, "immutable") is not True:
        return
    if at(pair.after, "immutable") is not True:
        yield Refusal("immutable", "can't be taken back")
    if digest(pair.before, kind=pair.ref.kind) != digest(pair.after, kind=pair.ref.kind):
        yield Refusal("data", "can't be changed, since `immutable` is set")

"""Versions of a CustomResourceDefinition: one in which objects were stored has to stay.

Source: ValidateCustomResourceDefinitionStoredVersions in pkg/apis/apiextensions/validation/validation.go of
k8s.io/apiextensions-apiserver 0.37.0.
"""

from collections.abc import Iterator
from typing import Any

from cmp.manifests.fields import walk
from cmp.review.dangers.pair import Pair, Refusal


def refusals(pair: Pair) -> Iterator[Refusal]:
    """Yield the version in which the older CRD stores objects, if the newer one lacks it."""
    if pair.ref.group_kind != ("apiextensions.k8s.io", "CustomResourceDefinition"):
        return
    kept = {one.get("name") for one in _versions(pair.after)}
    for one in _versions(pair.before):
        if one.get("storage") is True and one.get("name") not in kept:
            yield Refusal("spec.versions", f"version {one.get('name')}, in which objects are stored, can't be removed")


def _versions(crd: Any) -> list[dict[str, Any]]:
    return [one for one in walk(crd, "spec.versions[]") if isinstance(one, dict)]

"""Which Applications take what they deploy with them when they are deleted."""

import pytest

from cmp.argocd.finalizers import CASCADES, leaves
from cmp.manifests.split import split

APPLICATION = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a%s}\n"
SET = (
    "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: a}\n"
    "spec: {template: {metadata: {name: b%s}}%s}\n"
)
KEEPS = ", syncPolicy: {preserveResourcesOnDeletion: true}"


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        (APPLICATION % "", True),
        (APPLICATION % ", finalizers: []", True),
        (APPLICATION % f", finalizers: [{CASCADES}]", False),
        (APPLICATION % f", finalizers: [a.example.org, {CASCADES}/background]", False),
        (APPLICATION % f", finalizers: [{CASCADES}/foreground]", False),
        (APPLICATION % f", finalizers: [{CASCADES}/other]", True),
        (APPLICATION.replace("argoproj.io", "app.k8s.io") % "", False),
        (SET % ("", ""), False),
        (SET % ("", KEEPS), True),
        (SET % ("", KEEPS.replace("true", "false")), False),
        (SET % (", finalizers: [a.example.org]", ""), True),
        (SET % (f", finalizers: [{CASCADES}]", KEEPS), False),
    ],
)
def test_what_an_application_deploys_stays_without_the_finalizer(text: str, stays: bool) -> None:  # noqa: FBT001
    (manifest,) = split(text, namespace="argocd")
    assert bool(leaves(manifest)) == stays

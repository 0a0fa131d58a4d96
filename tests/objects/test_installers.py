"""Who installs a kind, as far as objects and their names tell."""

import pytest

from cmp.dialect import to_json
from cmp.manifests.split import split
from cmp.objects.installers import installed
from cmp.objects.objects import Objects

_SUBSCRIPTION = ("operators.coreos.com/v1alpha1", "Subscription", "spec.name")
_PROVIDER = ("pkg.crossplane.io/v1", "Provider", "spec.package")
_RELEASE = ("helm.toolkit.fluxcd.io/v2", "HelmRelease", "spec.chart.spec.chart")
_DEFINITION = ("apiextensions.k8s.io/v1", "CustomResourceDefinition", "spec.group")


def thing(version: str, kind: str, path: str = "", said: object = None) -> dict[str, object]:
    value = said
    for key in reversed(path.split(".") if path else []):
        value = {key: value}
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "a"}} | (value if isinstance(value, dict) else {})


def pairs(*documents: dict[str, object]) -> list[str]:
    manifests = split("".join(f"---\n{to_json(document)}\n" for document in documents), namespace="app")
    return [f"{one.ref.kind} installs {other.ref.kind}" for one, other in installed(Objects(manifests).index)]


@pytest.mark.parametrize(
    ("installer", "name", "version"),
    [
        (_SUBSCRIPTION, "kubevirt-hyperconverged", "hco.kubevirt.io/v1beta1"),
        (_SUBSCRIPTION, "openshift-pipelines-operator-rh", "operator.tekton.dev/v1alpha1"),
        (_SUBSCRIPTION, "amq-streams", "kafka.strimzi.io/v1beta2"),
        (_PROVIDER, "xpkg.example.com/upbound/provider-aws-s3:v1", "s3.aws.upbound.io/v1beta1"),
        (_RELEASE, "cert-manager", "cert-manager.io/v1"),
    ],
)
def test_names_that_share_a_word_tell(installer: tuple[str, str, str], name: str, version: str) -> None:
    assert pairs(thing(*installer, name), thing(version, "Widget")) == [f"{installer[1]} installs Widget"]


@pytest.mark.parametrize(
    ("installer", "name", "version"),
    [
        (_SUBSCRIPTION, "kubevirt-hyperconverged", "route.openshift.io/v1"),
        (_SUBSCRIPTION, "cluster-operator", "cluster.example.io/v1"),
        (_SUBSCRIPTION, "operators", "operators.coreos.com/v1"),
        (_RELEASE, "policy", "policy/v1"),
        (_RELEASE, "flux2", "source.toolkit.fluxcd.io/v1"),
    ],
)
def test_words_that_stand_in_all_groups_tell_nothing(installer: tuple[str, str, str], name: str, version: str) -> None:
    assert pairs(thing(*installer, name), thing(version, "Widget")) == []


def test_what_the_stream_defines_itself_is_installed_by_nothing_else() -> None:
    definition = thing(*_DEFINITION, "cert-manager.io")
    definition["spec"] = {"group": "cert-manager.io", "names": {"kind": "Issuer"}}
    issuer = thing("cert-manager.io/v1", "Issuer")
    assert pairs(definition, thing(*_RELEASE, "cert-manager"), issuer) == []


def test_a_template_says_itself_which_kind_it_defines() -> None:
    template = thing("templates.gatekeeper.sh/v1", "ConstraintTemplate", "spec.crd.spec.names.kind", "OwnerNeeded")
    mine = thing("constraints.gatekeeper.sh/v1beta1", "OwnerNeeded")
    others = thing("constraints.gatekeeper.sh/v1beta1", "LabelNeeded")
    assert pairs(template, mine, others) == ["ConstraintTemplate installs OwnerNeeded"]


def test_a_resource_graph_defines_in_kros_group_unless_it_names_one() -> None:
    graph = thing("kro.run/v1alpha1", "ResourceGraphDefinition", "spec.schema.kind", "Shop")
    assert pairs(graph, thing("kro.run/v1alpha1", "Shop")) == ["ResourceGraphDefinition installs Shop"]
    graph["spec"] = {"schema": {"kind": "Shop", "group": "example.org"}}
    assert pairs(graph, thing("kro.run/v1alpha1", "Shop")) == []
    assert pairs(graph, thing("example.org/v1alpha1", "Shop")) == ["ResourceGraphDefinition installs Shop"]

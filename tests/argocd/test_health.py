"""What Argo CD calls an object that has just been made, and what never becomes healthy; tests/e2e asks Argo CD."""

import pytest

from cmp.argocd.gates import gate
from cmp.argocd.halted import halted
from cmp.argocd.health import health
from cmp.argocd.health_scripts import script
from cmp.argocd.versions import NEWEST, VERSIONS
from cmp.dialect import to_json
from cmp.manifests.split import split
from cmp.model import Manifest


def thing(kind: str, spec: object = None, **metadata: object) -> Manifest:
    group, _, name = kind.rpartition("/")
    head = {"apiVersion": f"{group}/v1".lstrip("/"), "kind": name, "metadata": {"name": "a", **metadata}}
    (found,) = split(to_json({**head, "spec": spec or {}}) + "\n", namespace="app")
    return found


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("monitoring.coreos.com/Alertmanager", "3.6"),
        ("postgresql.cnpg.io/Database", "3.6"),
        ("gateway.networking.k8s.io/GatewayClass", "3.5"),
        ("monitoring.coreos.com/Prometheus", "3.4"),
    ],
)
def test_a_kind_is_awaited_from_the_version_that_brought_its_script(kind: str, first: str) -> None:
    awaited = [version for version in VERSIONS if gate(thing(kind), version)]
    assert awaited == list(VERSIONS[VERSIONS.index(first) :])


def test_a_script_for_the_kind_counts_before_one_for_all_kinds_of_a_group() -> None:
    assert script("pkg.crossplane.io", "Provider") == "pkg.crossplane.io/Provider"
    assert script("pkg.crossplane.io", "Function") == "_.crossplane.io/_"
    assert script("crossplane.io", "Function") == ""


@pytest.mark.parametrize(
    ("kind", "spec", "called"),
    [
        ("kubevirt.io/VirtualMachine", {"running": False}, "Healthy"),
        ("kubevirt.io/VirtualMachine", {"running": True}, "Progressing"),
        ("kubevirt.io/VirtualMachine", {"runStrategy": "Manual"}, "Progressing"),
        ("source.toolkit.fluxcd.io/HelmRepository", {"type": "oci"}, "Healthy"),
        ("source.toolkit.fluxcd.io/HelmRepository", {"type": "oci", "suspend": True}, "Suspended"),
        ("/Service", {"type": "LoadBalancer"}, "Progressing"),
        ("/Service", {}, "Healthy"),
        ("aws.upbound.io/ProviderConfig", {}, "Healthy"),
        ("s3.aws.upbound.io/Bucket", {}, "Progressing"),
        ("rabbitmq.com/Queue", {}, "Unknown"),
        ("postgresql.cnpg.io/Cluster", {}, "Fails"),
        ("/ConfigMap", {}, None),
        ("argoproj.io/Application", {}, None),
    ],
)
def test_what_an_object_says_itself_decides_as_long_as_it_has_no_status(
    kind: str, spec: object, called: str | None
) -> None:
    assert health(thing(kind, spec), NEWEST) == called


@pytest.mark.parametrize(
    ("kind", "spec", "cause"),
    [
        ("apps/Deployment", {"paused": True}, "spec.paused is true"),
        ("apps/Deployment", {"paused": "true"}, None),
        ("batch/Job", {"parallelism": 0}, "spec.parallelism is 0"),
        ("batch/Job", {"parallelism": 0, "completions": 0}, None),
        ("batch/CronJob", {"suspend": True}, None),
        ("rabbitmq.com/RabbitmqCluster", {"replicas": 0}, "spec.replicas is 0"),
        ("rabbitmq.com/RabbitmqCluster", {"replicas": False}, None),
        ("apps.kruise.io/CloneSet", {"updateStrategy": {"paused": True}}, "spec.updateStrategy.paused is true"),
    ],
)
def test_what_is_told_not_to_run_is_halted(kind: str, spec: object, cause: str | None) -> None:
    found = halted(thing(kind, spec))
    assert (found.cause if found else None) == cause


def test_an_annotation_halts_by_its_value_or_by_being_there() -> None:
    keda, paused = "keda.sh/ScaledObject", "autoscaling.keda.sh/paused"
    assert halted(thing(keda, annotations={paused: "true"}))
    assert not halted(thing(keda, annotations={paused: "false"}))
    assert halted(thing(keda, annotations={f"{paused}-replicas": "3"}))
    assert not halted(thing(keda))

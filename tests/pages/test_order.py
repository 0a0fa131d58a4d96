"""docs/order.md says of Argo CD what the tables of cmp/argocd say."""

import re

import pytest
from programs import TOP

from cmp.argocd.gates import gate
from cmp.argocd.health_scripts import SCRIPTS
from cmp.argocd.hooks import DELETE_POLICIES, HELM_HOOK_TYPES
from cmp.argocd.kinds import KIND_ORDER
from cmp.argocd.versions import HELM, VERSIONS
from cmp.argocd.wave_delay import WAVE_DELAY
from cmp.manifests.split import split

PAGE = (TOP / "docs/order.md").read_text()
AWAITED = re.findall(r"(?m)^\| ([A-Z][^|]*?) \|", PAGE.partition("## What a wave waits for")[2].partition("\n\n- ")[0])
GROUPS = {
    "Deployment": "apps/v1",
    "StatefulSet": "apps/v1",
    "DaemonSet": "apps/v1",
    "ReplicaSet": "apps/v1",
    "Job": "batch/v1",
    "Ingress": "networking.k8s.io/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "Application": "argoproj.io/v1alpha1",
}


def row(first: str) -> list[str]:
    (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| {first} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def awaited(kind: str, version: str) -> bool:
    text = f"apiVersion: {GROUPS.get(kind, 'v1')}\nkind: {kind}\nmetadata: {{name: one}}\nspec: {{}}\n"
    (manifest,) = split(text, namespace="")
    return gate(manifest, version) is not None


def test_the_kinds_stand_in_argo_cds_order() -> None:
    block = PAGE.partition("```text\n")[2].partition("```")[0]
    assert block.split() == [kind for kind in KIND_ORDER if not kind.endswith("List")]


@pytest.mark.parametrize(("helm", "phase"), sorted(HELM_HOOK_TYPES.items()))
def test_each_hook_of_helms_stands_beside_its_phase(helm: str, phase: str) -> None:
    (line,) = (line for line in PAGE.splitlines() if line.startswith("| ") and f"`{helm}`" in line)
    assert phase in line.partition("|")[2].partition("|")[0]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Pod", "Ingress",
                                  "PersistentVolumeClaim", "HorizontalPodAutoscaler"])  # fmt: skip
def test_a_kind_that_the_table_has_wait_is_awaited(kind: str, version: str) -> None:
    assert any(re.search(rf"\b{kind}\b", one) for one in AWAITED)
    assert awaited(kind, version)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", ["ConfigMap", "Secret", "Service", "Application"])
def test_a_kind_that_the_table_calls_done_at_once_is_not_awaited(kind: str, version: str) -> None:
    assert kind in AWAITED[-1]
    assert not awaited(kind, version)


def test_what_differs_between_the_versions_is_what_the_tables_have() -> None:
    added = [sum(len(kinds.split()) for kinds in SCRIPTS[version].values()) for version in VERSIONS]
    assert row("kinds with a health script") == [str(sum(added[: place + 1])) for place in range(len(VERSIONS))]
    assert row("Helm") == [HELM[version] for version in VERSIONS]


def test_the_policies_and_the_pause_are_argo_cds() -> None:
    assert set(re.findall(r"(?m)^\| `(Hook\w+|Before\w+)`", PAGE)) == set(DELETE_POLICIES)
    assert f"pauses {WAVE_DELAY} s after each wave" in PAGE

"""install/argocd-operator.yaml adds the same sidecar to an ArgoCD resource as kustomize does to the Deployment."""

from typing import Any

import pytest
import yaml
from installs import kustomized, named, pod
from programs import TOP

FILE = TOP / "install/argocd-operator.yaml"
BY_THE_OPERATOR = {"var-files", "plugins"}
"""Volumes that controllers/argocd/repo_server.go of argocd-operator 0.19.0 makes."""


@pytest.fixture(scope="module")
def repo() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text())["spec"]["repo"]


def test_the_sidecar_is_that_of_the_component(repo: dict[str, Any]) -> None:
    (sidecar,) = repo["sidecarContainers"]
    other = pod(kustomized("with-swell"))["containers"][1]
    of_config_maps = {name for name, entry in named(other.pop("env")).items() if "valueFrom" in entry}
    assert of_config_maps == {"ARGOCD_GRPC_MAX_SIZE_MB", "ARGOCD_SYNC_WAVE_DELAY"}  # the operator has no such keys
    assert sidecar.pop("env") == [{"name": "SWELL_RENDERS", "value": "2"}]
    assert other.pop("image").partition(":")[0].endswith(sidecar.pop("image").partition(":")[0])
    assert sidecar == other


def test_each_volume_is_here_or_the_operators(repo: dict[str, Any]) -> None:
    (sidecar,) = repo["sidecarContainers"]
    assert {mount["name"] for mount in sidecar["volumeMounts"]} == BY_THE_OPERATOR | named(repo["volumes"]).keys()


def test_repo_server_is_told_what_the_component_tells_it(repo: dict[str, Any]) -> None:
    objects = kustomized("with-swell")
    server = named(pod(objects)["containers"][0]["env"])
    told = named(repo["env"])
    assert told["ARGOCD_CMP_CHUNK_SIZE"] == server["ARGOCD_CMP_CHUNK_SIZE"]
    excluded = objects["ConfigMap"]["data"]["reposerver.plugin.tar.exclusions"]
    assert told["ARGOCD_REPO_SERVER_PLUGIN_TAR_EXCLUSIONS"]["value"] == excluded

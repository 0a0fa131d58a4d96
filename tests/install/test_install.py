import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from installs import HERE, built, documents, kustomized, named, pod
from programs import TOP, USUAL

from cmp.doctor.settings import limit_for


@pytest.fixture(scope="module")
def before() -> dict[str, Any]:
    return kustomized("argocd")


@pytest.fixture(scope="module")
def after() -> dict[str, Any]:
    return kustomized("with-swell")


@pytest.fixture(scope="module")
def helm_values() -> dict[str, Any]:
    return yaml.safe_load((TOP / "install/argo-helm-values.yaml").read_text())


def test_kustomize_adds_a_sidecar_with_the_image_that_its_user_names(after: dict[str, Any]) -> None:
    containers = pod(after)["containers"]
    assert [container["name"] for container in containers] == ["argocd-repo-server", "swell"]
    assert containers[1]["image"] == "registry.example.com/argocd-swell:1.2.3"


def test_kustomize_takes_nothing_away(before: dict[str, Any], after: dict[str, Any]) -> None:
    old, new = pod(before), pod(after)
    assert new["initContainers"] == old["initContainers"]
    (old_server,), new_server = old["containers"], new["containers"][0]
    added = {"name": "ARGOCD_CMP_CHUNK_SIZE", "value": "65536"}
    assert named(new_server.pop("env")) == named([*old_server.pop("env"), added])
    assert new_server == old_server
    assert named(new["volumes"]) == named([*old["volumes"], {"name": "cmp-tmp", "emptyDir": {}}])
    old_data, new_data = before["ConfigMap"]["data"], after["ConfigMap"]["data"]
    assert new_data == old_data | {"reposerver.plugin.tar.exclusions": ".git"}


def test_the_sidecar_has_what_argocd_cmp_server_needs(after: dict[str, Any]) -> None:
    sidecar = pod(after)["containers"][1]
    assert {mount["mountPath"]: mount["name"] for mount in sidecar["volumeMounts"]} == {
        "/var/run/argocd": "var-files",
        "/home/argocd/cmp-server/plugins": "plugins",
        "/tmp": "cmp-tmp",  # noqa: S108
    }
    assert {mount["name"] for mount in sidecar["volumeMounts"]} <= set(named(pod(after)["volumes"]))
    assert sidecar["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 999,
        "readOnlyRootFilesystem": True,
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def test_the_memory_limit_is_what_doctor_wants_for_so_many_renders(after: dict[str, Any]) -> None:
    sidecar = pod(after)["containers"][1]
    wanted = limit_for(int(named(sidecar["env"])["SWELL_RENDERS"]["value"]))
    assert sidecar["resources"]["limits"]["memory"] == f"{wanted >> 20}Mi"


def test_the_argo_helm_values_say_what_the_kustomize_patches_say(helm_values: dict[str, Any]) -> None:
    patch, params = (
        yaml.safe_load((TOP / "install/kustomize" / f"{name}.yaml").read_text())
        for name in ("repo-server", "cmd-params")
    )
    server, sidecar = patch["spec"]["template"]["spec"]["containers"]
    assert helm_values == {
        "configs": {"params": params["data"]},
        "repoServer": {
            "env": server["env"],
            "extraContainers": [sidecar],
            "volumes": patch["spec"]["template"]["spec"]["volumes"],
        },
    }


def test_the_image_has_the_version_of_the_package(helm_values: dict[str, Any]) -> None:
    version = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]["version"]
    (sidecar,) = helm_values["repoServer"]["extraContainers"]
    assert sidecar["image"] == f"argocd-swell:{version}"
    assert f"newTag: {version}}}" in (TOP / "install/kustomize/kustomization.yaml").read_text()


def test_plugin_yaml_is_what_argocd_cmp_server_reads() -> None:
    plugin = yaml.safe_load((TOP / "plugin.yaml").read_text())
    assert plugin == {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "ConfigManagementPlugin",
        "metadata": {"name": "swell"},
        "spec": {
            "generate": {"command": ["swell", "generate"]},
            "parameters": {"dynamic": {"command": ["swell", "parameters"]}},
            "preserveFileMode": False,
            "provideGitCreds": False,
        },
    }


def test_the_config_map_holds_plugin_yaml_to_the_letter() -> None:
    config_map = yaml.safe_load((TOP / "install/plugin-configmap.yaml").read_text())
    assert config_map["data"] == {"plugin.yaml": (TOP / "plugin.yaml").read_text()}


@pytest.mark.parametrize("version", USUAL)
def test_a_patch_beside_the_component_says_last_what_is_left_out_of_uploads(version: str, tmp_path: Path) -> None:
    mine = {"reposerver.plugin.tar.exclusions": ".git;docs;*.md"}
    patch = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "argocd-cmd-params-cm"}, "data": mine}
    (tmp_path / "kustomization.yaml").write_text(
        yaml.safe_dump({
            "namespace": "argocd",
            "resources": [os.path.relpath(HERE / "argocd", tmp_path)],
            "components": [os.path.relpath(TOP / "install/kustomize", tmp_path)],
            "patches": [{"patch": yaml.safe_dump(patch)}],
        })
    )  # fmt: skip
    made = {document["kind"]: document for document in documents(built(tmp_path, version).stdout)}
    assert made["ConfigMap"]["data"].items() >= mine.items()

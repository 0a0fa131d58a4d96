"""What docs/install.md says of the image, of commands and of patches is so."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from installs import HERE, STOCK, kustomized, named, pod, with_components
from programs import HELM_VERSIONS, TOP, helm

PAGE = (TOP / "docs/install.md").read_text()
ARGUMENTS = dict(re.findall(r"(?m)^ARG (ARGOCD|OTHER)=(.+)$", (TOP / "Dockerfile").read_text()))


def test_the_page_says_whose_helms_the_image_has() -> None:
    own, other = (image.rpartition(":v")[2] for image in (ARGUMENTS["ARGOCD"], ARGUMENTS["OTHER"]))
    newer, older = PAGE[PAGE.index("**Argo CD 3.5**") :].split("**Argo CD 3.4**")[:2]
    assert f"from Argo CD {own}" in newer
    assert f"from Argo CD {other}" in " ".join(older.split())


def test_another_argo_cd_has_its_own_helm_first_and_the_usual_one_beside_it() -> None:
    (newest,) = re.findall(r"(?m)^\s*github.com/argoproj/argo-cd/v3 (\S+)$", (TOP / "tests/e2e/go.mod").read_text())
    assert re.findall(r"--build-arg (\w+)=(\S+)", PAGE) == [
        ("ARGOCD", f"quay.io/argoproj/argocd:{newest}"),
        ("OTHER", ARGUMENTS["ARGOCD"]),
        ("ARGOCD", ARGUMENTS["OTHER"]),
        ("OTHER", ARGUMENTS["ARGOCD"]),
    ]


@pytest.mark.parametrize("version", HELM_VERSIONS)
def test_the_page_says_which_helms_an_image_without_a_registry_has(version: str) -> None:
    found = subprocess.run(
        [helm(version), "version", "--template", "{{.Version}}"], capture_output=True, text=True, check=True
    )
    assert found.stdout.removeprefix("v") in PAGE[PAGE.index("`make image`") : PAGE.index("## 2.")]


def test_the_page_keeps_the_version_of_the_chart_that_is_installed() -> None:
    chart = (HERE / "argo-helm/Chart.yaml").read_text()
    (version,) = re.findall(r"(?m)^version: (.+)$", chart)
    (upgrade,) = re.findall(r"(?m)^helm upgrade .*$", PAGE)
    assert f"--version {version} " in upgrade
    assert f"argo-cd-{version} is version {version}" in PAGE
    assert f"the argo-helm chart {version} installs" in PAGE


def blocks(start: str, end: str) -> list[Any]:
    """Return what stands as YAML in a part of the page."""
    return [
        yaml.safe_load(text) for text in re.findall(r"(?s)```yaml\n(.*?)```", PAGE[PAGE.index(start) : PAGE.index(end)])
    ]


def test_the_page_s_patch_puts_a_claim_in_the_place_of_the_store_s_volume(tmp_path: Path) -> None:
    (patches,) = blocks("**A store**", "**Credentials**")
    with_components(tmp_path, ("store",), STOCK, **patches)

    deployment = kustomized(str(tmp_path))["Deployment"]

    assert deployment["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 0, "maxUnavailable": 1}
    spec = deployment["spec"]["template"]["spec"]
    assert spec["securityContext"]["fsGroup"] == spec["containers"][1]["securityContext"]["runAsUser"]
    claim = {"name": "swell-store", "persistentVolumeClaim": {"claimName": "swell-store"}}
    assert named(spec["volumes"])["swell-store"] == claim


def test_the_page_s_lines_for_a_further_host_mount_the_secret_that_it_makes(tmp_path: Path) -> None:
    (lines,) = blocks("**Credentials**", "**Argo CD's own credentials**")
    sidecar = {"name": "swell", "volumeMounts": lines["volumeMounts"]}
    template = {"spec": {"containers": [{"name": "argocd-repo-server"}, sidecar], "volumes": lines["volumes"]}}
    patch = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "any"}, "spec": {"template": template}}
    patches = [{"target": {"kind": "Deployment"}, "patch": yaml.safe_dump(patch)}]
    with_components(tmp_path, ("credentials",), STOCK, patches=patches)

    spec = pod(kustomized(str(tmp_path)))

    mounted = {mount["name"]: mount["mountPath"] for mount in spec["containers"][1]["volumeMounts"]}
    assert mounted["swell-ssh"].startswith(os.path.dirname(mounted["swell-git"]) + "/")
    secret = named(spec["volumes"])["swell-ssh"]["secret"]["secretName"]
    assert f"create secret generic {secret} " in PAGE

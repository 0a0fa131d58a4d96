"""What docs/install.md says of the image, of commands and of patches is so."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml
from installs import HERE, STOCK, kustomized, named, pod, with_components
from programs import TOP

from cmp.argocd.versions import HELM

PAGE = (TOP / "docs/install.md").read_text()
IMAGES = dict(re.findall(r"(?m)^ARG (\w+)=quay.io/argoproj/argocd:v(.+)$", (TOP / "Dockerfile").read_text()))
NEWEST, *OTHERS = (
    re.findall(r"(?m)^\s*github.com/argoproj/argo-cd/v3 v(\S+)$", (TOP / "tests/e2e" / name).read_text())[0]
    for name in ("go.mod", *sorted((path.name for path in (TOP / "tests/e2e").glob("argocd-*.mod")), reverse=True))
)
"""The versions of Argo CD with which Swell is compared, newest first."""


def test_the_image_has_the_helms_of_the_argo_cds_that_swell_is_compared_with() -> None:
    assert dict(zip(("ARGOCD", "NEWEST", "OLDER", "OLDEST"), (NEWEST, NEWEST, *OTHERS), strict=True)) == IMAGES
    assert set(HELM) == {version.rpartition(".")[0] for version in IMAGES.values()}


def test_the_page_says_how_each_argo_cd_has_its_own_helm_first() -> None:
    assert re.findall(r"--build-arg ARGOCD=quay.io/argoproj/argocd:v(\S+)", PAGE) == OTHERS
    for argocd in (NEWEST, *OTHERS):
        minor = argocd.rpartition(".")[0]
        (told,) = re.findall(rf"(?s)\*\*Argo CD {re.escape(minor)}\*\*.*?\n\n", PAGE)
        assert f"renders with Helm {HELM[minor]}, from Argo CD {argocd}." in " ".join(told.split())


def test_an_image_without_a_registry_gets_the_same_helms() -> None:
    stand_ins = re.findall(r"\b(\w+):(\d+\.\d+\.\d+)", (TOP / "tools/image_base.sh").read_text())
    assert {name.upper(): version for name, version in stand_ins} == {
        name: HELM[argocd.rpartition(".")[0]] for name, argocd in IMAGES.items()
    }


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


def test_the_component_may_be_named_by_its_address_and_its_image_pulled_with_a_secret(tmp_path: Path) -> None:
    (address,) = re.findall(r"`https://github.com/OWNER/argocd-swell(//\S+?)\?ref=\S+`", PAGE)
    clone, folder = tmp_path / "clone", tmp_path / "argocd"
    shutil.copytree(TOP / "install", clone / "install")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(clone)]
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *command], check=True)
    folder.mkdir()
    _, patches = blocks("## 2. Add the sidecar", "**With the argo-helm")
    place = {"resources": [os.path.relpath(STOCK, folder)], "components": [f"git::file://{clone}{address}?ref=main"]}
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(place | patches))

    spec = pod(kustomized(str(folder)))

    assert [one["name"] for one in spec["containers"]] == ["argocd-repo-server", "swell"]
    assert spec["imagePullSecrets"] == [{"name": "registry"}]


def test_the_page_s_patch_puts_a_claim_in_the_place_of_the_store_s_volume(tmp_path: Path) -> None:
    (patches,) = blocks("**A store**", "**Credentials**")
    with_components(tmp_path, ("store",), STOCK, **patches)

    deployment = kustomized(str(tmp_path))["Deployment"]

    assert deployment["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 0, "maxUnavailable": 1}
    spec = deployment["spec"]["template"]["spec"]
    assert spec["securityContext"]["fsGroup"] == spec["containers"][1]["securityContext"]["runAsUser"]
    claim = {"name": "swell-store", "persistentVolumeClaim": {"claimName": "swell-store"}}
    assert named(spec["volumes"])["swell-store"] == claim


def test_the_page_makes_the_secret_that_the_part_mounts_for_the_host_that_it_names(tmp_path: Path) -> None:
    with_components(tmp_path, ("credentials",), STOCK)

    spec = pod(kustomized(str(tmp_path)))

    mounted = {mount["name"]: mount["mountPath"] for mount in spec["containers"][1]["volumeMounts"]}
    (secret,) = re.findall(r"create secret generic (\S+) ", PAGE)
    volume = next(one["name"] for one in spec["volumes"] if one.get("secret") == {"secretName": secret})
    assert f"mounts it for {os.path.basename(mounted[volume])};" in PAGE

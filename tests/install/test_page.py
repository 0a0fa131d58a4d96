"""What docs/install.md says of the image and of commands is what the Dockerfile, the chart and the tools have."""

import re
import subprocess

import pytest
from programs import HELM_VERSIONS, TOP, helm

PAGE = (TOP / "docs/install.md").read_text()
ARGUMENTS = dict(re.findall(r"(?m)^ARG (ARGOCD|OTHER)=(.+)$", (TOP / "Dockerfile").read_text()))


def test_the_page_says_whose_helms_the_image_has() -> None:
    own, other = (image.rpartition(":v")[2] for image in (ARGUMENTS["ARGOCD"], ARGUMENTS["OTHER"]))
    newer, older = PAGE[PAGE.index("**Argo CD 3.5**") :].split("**Argo CD 3.4**")[:2]
    assert f"from Argo CD {own}" in newer
    assert f"from Argo CD {other}" in " ".join(older.split())


def test_an_older_argo_cd_has_the_two_helms_change_places() -> None:
    assert re.findall(r"--build-arg (\w+)=(\S+)", PAGE) == [
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
    chart = (TOP / "tests/install/argo-helm/Chart.yaml").read_text()
    (version,) = re.findall(r"(?m)^version: (.+)$", chart)
    (upgrade,) = re.findall(r"(?m)^helm upgrade .*$", PAGE)
    assert f"--version {version} " in upgrade
    assert f"argo-cd-{version} is version {version}" in PAGE
    assert f"the argo-helm chart {version} installs" in PAGE

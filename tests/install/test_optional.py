"""The optional parts: kustomize and Helm render them, and say the same."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from installs import PARTS, SETS, VALUES, named, pod, uncommented, with_helm, with_kustomize
from programs import HELM_VERSIONS, TOP


def by_name(container: dict[str, Any]) -> dict[str, Any]:
    """Return a container whose variables and mounts have no order."""
    mounts = {mount["mountPath"]: mount for mount in container.get("volumeMounts") or ()}
    return container | {"env": named(container["env"]), "volumeMounts": mounts}


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize("parts", SETS, ids=lambda parts: "+".join(parts) or "none")
def test_helm_and_kustomize_make_the_same_pod(parts: tuple[str, ...], version: str, tmp_path: Path) -> None:
    ours, theirs = with_kustomize(tmp_path, parts), with_helm(tmp_path, parts, version)
    (server, sidecar), (their_server, their_sidecar) = pod(ours)["containers"], pod(theirs)["containers"]
    assert by_name(sidecar) == by_name(their_sidecar)
    assert by_name(their_server)["env"].items() <= by_name(server)["env"].items()
    assert by_name(their_server)["volumeMounts"].items() <= by_name(server)["volumeMounts"].items()
    assert named(pod(theirs)["volumes"] or []).items() <= named(pod(ours)["volumes"]).items()
    assert theirs["ConfigMap"]["data"].items() <= ours["ConfigMap"]["data"].items()


@pytest.mark.parametrize("parts", SETS, ids=lambda parts: "+".join(parts) or "none")
def test_every_mount_has_its_volume(parts: tuple[str, ...], tmp_path: Path) -> None:
    spec = pod(with_kustomize(tmp_path, parts))
    volumes = named(spec["volumes"])
    assert len(volumes) == len(spec["volumes"])
    assert {mount["name"] for container in spec["containers"] for mount in container["volumeMounts"]} <= set(volumes)


def test_each_part_brings_what_its_name_says(tmp_path: Path) -> None:
    server, sidecar = map(by_name, pod(with_kustomize(tmp_path, PARTS))["containers"])
    paths = {name: entry.get("value", "") for name, entry in sidecar["env"].items()}
    assert sidecar["volumeMounts"][paths["SWELL_STORE"]]["name"] == "swell-store"
    assert f"{paths['SWELL_CREDENTIALS']}/git.example.com" in sidecar["volumeMounts"]
    assert os.path.dirname(paths["SWELL_POLICY"]) in sidecar["volumeMounts"]
    folder = os.path.dirname(server["env"]["ARGOCD_ASK_PASS_SOCK"]["value"])
    assert server["volumeMounts"][folder] == sidecar["volumeMounts"][folder]
    assert sidecar["env"]["ARGOCD_ASK_PASS_SOCK"] == server["env"]["ARGOCD_ASK_PASS_SOCK"]
    (volume,) = (one for one in pod(with_kustomize(tmp_path, PARTS))["volumes"] if one["name"] == "swell-store")
    limit = int(volume["emptyDir"]["sizeLimit"].removesuffix("Gi")) << 30
    assert int(paths["SWELL_STORE_BYTES"]) < limit


def test_no_line_of_the_values_is_commented_out_for_a_part_that_there_is_not() -> None:
    lines = re.findall(r"(?m)^ +# (?:- |\w+: ).*", VALUES.read_text())
    assert {line.rpartition(" # ")[2].replace(" ", "-") for line in lines} == set(PARTS)


def test_each_list_that_would_replace_a_users_own_is_named_where_the_warning_stands() -> None:
    server = yaml.safe_load(uncommented(PARTS))["repoServer"]
    lists = {name for name, value in server.items() if isinstance(value, list)}
    comment = VALUES.read_text().partition("configs:")[0].replace("\n# ", " ")
    (warning,) = re.findall(r"(?m)^If `yours.yaml` sets .*$", (TOP / "docs/install.md").read_text())
    for said in (comment[comment.index("Helm merges") :], warning):
        assert set(re.findall(r"(?<![\w/])(?:repoServer)?\.(\w+)", said)) >= lists

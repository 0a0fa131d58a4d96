"""install/ laid over Argo CD's own manifests is what an API server takes, with each optional part and with all."""

import json
from pathlib import Path

import pytest
import yaml
from api import Object
from installs import PARTS, SETS, documents, templated, with_components
from programs import SHIPPED
from stand import Stand

_EMPTY, _PLAIN = "to-be-installed", "installed"
"""Namespaces: in one there is nothing, in the other Argo CD's repo-server, without Swell."""
_OURS = {("Deployment", "argocd-repo-server"), ("ConfigMap", "argocd-cmd-params-cm")}
KUSTOMIZED = [*(("cluster-install", parts) for parts in SETS), ("core-install", PARTS), ("ha/cluster-install", PARTS)]


@pytest.fixture(scope="module")
def cluster(stand: Stand, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Stand:
    """Make the namespaces."""
    for name in (_EMPTY, _PLAIN):
        stand.plane.kubectl("create", "namespace", name)
    stock = documents(stand.plane.kubectl("kustomize", built / "installed/cluster-install"))
    ours = [one for one in stock if (one["kind"], one["metadata"]["name"]) in _OURS]
    for deployment in (one for one in ours if one["kind"] == "Deployment"):
        deployment["spec"]["template"]["spec"]["containers"][0]["name"] = "repo-server"  # as the chart calls it
    file = tmp_path_factory.mktemp("plain") / "all.yaml"
    file.write_text(yaml.safe_dump_all(ours))
    stand.plane.kubectl("create", f"--namespace={_PLAIN}", f"--filename={file}")
    return stand


def tried(stand: Stand, file: Path, namespace: str) -> Object:
    """Return the pod that an API server would make of repo-server's Deployment; fail if it refuses anything."""
    options = ("--server-side", "--dry-run=server", "--force-conflicts", "--field-manager=tests", "--output=json")
    found = stand.plane.kubectl("apply", *options, f"--namespace={namespace}", f"--filename={file}")
    made = {(one["kind"], one["metadata"]["name"]): one for one in json.loads(found)["items"]}
    assert made.keys() >= _OURS
    assert made["ConfigMap", "argocd-cmd-params-cm"]["data"]["reposerver.plugin.tar.exclusions"] == ".git"
    spec: Object = made["Deployment", "argocd-repo-server"]["spec"]["template"]["spec"]
    return spec


def names(parts: tuple[str, ...]) -> str:
    return "+".join(parts) or "none"


@pytest.mark.parametrize(
    ("installation", "parts"), KUSTOMIZED, ids=lambda one: one if isinstance(one, str) else names(one)
)
def test_kustomize_makes_what_an_api_server_takes(
    installation: str, parts: tuple[str, ...], cluster: Stand, built: Path, tmp_path: Path
) -> None:
    with_components(tmp_path, parts, built / "installed" / installation, namespace=_EMPTY)
    (tmp_path / "all.yaml").write_text(cluster.plane.kubectl("kustomize", tmp_path))

    pod = tried(cluster, tmp_path / "all.yaml", _EMPTY)

    assert [one["name"] for one in pod["containers"]] == ["argocd-repo-server", "swell"]
    assert [one["name"] for one in pod["initContainers"]] == ["copyutil"]


@pytest.mark.parametrize("version", SHIPPED)
@pytest.mark.parametrize("parts", SETS, ids=names)
def test_argo_helm_s_values_make_what_an_api_server_takes(
    parts: tuple[str, ...], version: str, cluster: Stand, tmp_path: Path
) -> None:
    """The excerpt of the chart has no more than what the values reach: the rest is Argo CD's own Deployment."""
    (tmp_path / "all.yaml").write_text(templated(tmp_path, parts, version))

    pod = tried(cluster, tmp_path / "all.yaml", _PLAIN)

    assert {one["name"] for one in pod["containers"]} == {"repo-server", "swell"}


def test_a_part_without_swell_is_refused(cluster: Stand, built: Path, tmp_path: Path) -> None:
    with_components(tmp_path, ("store",), built / "installed/cluster-install", namespace=_EMPTY)
    written = tmp_path / "kustomization.yaml"
    said = yaml.safe_load(written.read_text())
    written.write_text(yaml.safe_dump({**said, "components": said["components"][1:]}))
    (tmp_path / "all.yaml").write_text(cluster.plane.kubectl("kustomize", tmp_path))

    with pytest.raises(AssertionError, match=r"containers\[1\]\.image: Required value"):
        tried(cluster, tmp_path / "all.yaml", _EMPTY)

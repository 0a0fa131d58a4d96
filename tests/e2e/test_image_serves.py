"""The image as the sidecar of the real Argo CD, and what Argo CD lends it to pull with."""

import os
from collections.abc import Iterator
from pathlib import Path

import examples_sync
import pytest
from argocd import RepoServer
from processes import Processes
from rendering import Object, plugin, rendered, request
from repository import Repository
from servers import git_backend, serving

_USER = 999
_USERNAME, _PASSWORD = "reader", "lent-lent"


@pytest.fixture(scope="module")
def image(built: Path, folder: Path, processes: Processes) -> RepoServer:
    """repo-server with the image beside it, and the socket at which it lends, open to the image's user."""
    (folder / "image").mkdir()
    server = RepoServer(built, folder / "image", processes, image=True, SWELL_LOCAL_SOURCES="true")
    (folder / "image/sockets/ask-pass.sock").chmod(0o777)
    return server


@pytest.fixture(scope="module")
def examples(folder: Path) -> Iterator[dict[str, Object]]:
    """What is asked for each Application of the examples."""
    made = examples_sync.repositories(folder / "image-examples")
    sources = {name: one["spec"]["source"] for name, one in examples_sync.applications(made).items()}
    return {name: request(source["repoURL"], source, name=name) for name, source in sources.items()}


def test_it_serves_as_its_own_user(image: RepoServer) -> None:
    owner = (image.folder / "sockets/swell.sock").stat().st_uid
    assert owner == _USER if os.getuid() == 0 else owner != os.getuid()


def test_it_renders_each_example_as_these_sources_do(
    image: RepoServer, repo_server: RepoServer, examples: dict[str, Object]
) -> None:
    assert len(examples) == len(examples_sync.paths())
    for name, asked in examples.items():
        assert rendered(image, asked) == rendered(repo_server, asked), name


def test_argo_cds_own_credentials_open_a_source_on_the_same_host(image: RepoServer, tmp_path: Path) -> None:
    web, deployments = (Repository(tmp_path / name) for name in ("web", "deployments"))
    web.write("extra.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: pulled}\n")
    web.commit()
    with serving(git_backend(tmp_path), login=f"{_USERNAME}:{_PASSWORD}") as site:
        deployments.write(
            "app/swell.yaml",
            f"apiVersion: swell/v1\nlock: floating\nsources: {{web: {{git: '{site.url}/web/.git', revision: main}}}}\n"
            "manifests: [$web/extra.yaml]\n",
        )
        deployments.commit()
        url = f"{site.url}/deployments/.git"
        repo = {"repo": url, "username": _USERNAME, "password": _PASSWORD}
        (one,) = rendered(image, request(url, {"path": "app", "plugin": plugin()}, repo=repo))
    assert one["metadata"]["name"] == "pulled"

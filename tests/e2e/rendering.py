"""What is asked of repo-server: the manifests of an application, through the plugin or through Argo CD's own Helm."""

import itertools
import json
from typing import Any

from argocd import RepoServer, Told
from cases import API_VERSIONS
from repository import Repository

Object = dict[str, Any]

_SERIAL = itertools.count()


def request(url: str, source: Object, *, name: str = "web", namespace: str = "shop", **more: Any) -> Object:
    """Return what Argo CD's controller asks for an Application: its source, and what it knows of the cluster."""
    return {
        "repo": {"repo": url},
        "revision": source.get("targetRevision", "HEAD"),
        "appName": name,
        "namespace": namespace,
        "applicationSource": {"repoURL": url, **source},
        "projectName": "default",
        "projectSourceRepos": ["*"],
        "kubeVersion": "1.36.1",
        "apiVersions": API_VERSIONS.split(","),
        "appLabelKey": "app.kubernetes.io/instance",
        "trackingMethod": "annotation",
        "noCache": True,
        **more,
    }


def plugin(**parameters: Any) -> Object:
    """Return the `plugin` of a source: texts, lists and mappings become parameters of those shapes."""
    shapes = {str: "string", list: "array", dict: "map"}
    return {
        "name": "swell",
        "parameters": [{"name": name, shapes[type(value)]: value} for name, value in parameters.items()],
    }


def rendered(server: RepoServer, asked: Object) -> list[Object]:
    """Return the objects that Argo CD would apply."""
    return [json.loads(one) for one in server.ask("generate", asked).get("manifests") or ()]


def refusal(server: RepoServer, asked: Object, seconds: int = 60) -> str:
    """Return what Argo CD shows where there are no manifests."""
    try:
        answer = server.ask("generate", asked, seconds)
    except Told as told:
        return str(told)
    raise AssertionError(f"there is an answer: {answer}")


def committed(repository: Repository, files: dict[str, str | bytes]) -> str:
    """Commit files in a folder of their own; return it."""
    folder = f"files-{next(_SERIAL)}"
    for path, content in files.items():
        repository.write(f"{folder}/{path}", content)
    repository.commit()
    return folder

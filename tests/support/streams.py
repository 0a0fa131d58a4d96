"""Objects in a line each, and the stream of some."""

from collections.abc import Iterable

from cmp.dialect import to_json
from cmp.manifests.split import split
from cmp.model import Manifest

API_VERSIONS = {
    "Deployment": "apps/v1",
    "Job": "batch/v1",
    "Ingress": "networking.k8s.io/v1",
    "Widget": "example.com/v1",
}


def manifest(what: str, *, wave: str = "", hook: str = "", namespace: str = "", **more: object) -> dict[str, object]:
    kind, name = what.split("/")
    annotations = {"argocd.argoproj.io/sync-wave": wave, "argocd.argoproj.io/hook": hook}
    metadata = {"name": name, "annotations": {key: value for key, value in annotations.items() if value}}
    if namespace:
        metadata["namespace"] = namespace
    return {"apiVersion": API_VERSIONS.get(kind, "v1"), "kind": kind, "metadata": metadata, **more}


def stream(documents: Iterable[dict[str, object]]) -> tuple[Manifest, ...]:
    return split("".join(f"---\n{to_json(document)}\n" for document in documents), namespace="app")

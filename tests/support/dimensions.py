"""Applications that grow in one dimension: each generator returns the files of an application of size n, by name."""

import json
from collections.abc import Callable, Iterable
from typing import Any

Document = dict[str, Any]
Files = dict[str, str]


def circle(n: int) -> Files:
    """Return n objects that come after each other in one circle."""
    return _files(_after(number, (number + 1) % n) for number in range(n))


def pairs(n: int) -> Files:
    """Return a rule by which one half of n objects comes after the other."""
    rule = {"match": {"kind": "Secret"}, "after": {"kind": "ConfigMap"}}
    return _files((_made(("Secret", "ConfigMap")[number % 2], f"c{number}") for number in range(n)), rules=[rule])


def wildcards(n: int) -> Files:
    """Return n objects and n rules with a wildcard."""
    return _files(_maps(n), rules=[{"match": {"name": f"*{number}"}, "wave": number % 7} for number in range(n)])


def merged_items(n: int) -> Files:
    """Return a list of n variables, and a patch of n that merges into it."""
    own, over = ([{"name": f"E{first - number}", "value": "v"} for number in range(n)] for first in (0, n))
    pod = {"containers": [{"name": "main", "env": own}]}
    patch = {"spec": {"template": {"spec": {"containers": [{"name": "main", "env": over}]}}}}
    deployment = _made("Deployment", "web", "apps/v1", spec={"template": {"spec": pod}})
    return _files([deployment], rules=[{"match": {"name": "web"}, "patch": patch}])


def documents(n: int) -> Files:
    """Return n documents of comments before an object."""
    files = _files([_made("ConfigMap", "c")])
    return {**files, "objects.yaml": "---\n# Source: a/b.yaml\n" * n + files["objects.yaml"]}


def patch_steps(n: int) -> Files:
    """Return a JSON patch of n steps, each of which copies what the step before made."""
    steps = [{"op": "copy", "from": f"/data/k{number}", "path": f"/data/k{number + 1}"} for number in range(n)]
    return _files([_made("ConfigMap", "c", data={"k0": "v"})], rules=[{"match": {"name": "c"}, "patch": steps}])


def doubling(n: int) -> Files:
    """Return a JSON patch of n steps, each of which copies all that there is."""
    steps = [{"op": "copy", "from": "/data", "path": f"/data/k{number}"} for number in range(n)]
    return _files([_made("ConfigMap", "c", data={"k": "v"})], rules=[{"match": {"name": "c"}, "patch": steps}])


GENERATORS: tuple[Callable[[int], Files], ...] = (
    *(circle, pairs, wildcards, merged_items, documents, patch_steps, doubling),
)


def _files(documents: Iterable[Document], **config: Any) -> Files:
    said = {"apiVersion": "swell/v1", "manifests": ["objects.yaml"], **config}
    return {
        "swell.yaml": json.dumps(said),
        "objects.yaml": "".join(f"---\n{json.dumps(document)}\n" for document in documents),
    }


def _made(kind: str, name: str, version: str = "v1", **more: Any) -> Document:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": "sea"}, **more}


def _maps(n: int) -> Iterable[Document]:
    return (_made("ConfigMap", f"c{number}", data={"key": "text"}) for number in range(n))


def _after(number: int, other: int) -> Document:
    made = _made("ConfigMap", f"c{number}")
    made["metadata"]["annotations"] = {"config.kubernetes.io/depends-on": f"/namespaces/sea/ConfigMap/c{other}"}
    return made

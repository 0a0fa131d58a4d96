"""Reviews of small streams, without a render."""

from typing import Any

from cmp.argocd.simulate import simulate
from cmp.manifests.split import split
from cmp.objects.objects import Objects
from cmp.review.compare import review
from cmp.review.model import Causes, Review, Side


def side(text: str, *, name: str = "here", **more: Any) -> Side:
    """Return a side with the objects of a stream."""
    manifests = split(text, namespace="shop")
    said = {"verdict": "CAN FINISH", **more}
    return Side(name=name, objects=Objects(manifests), plan=simulate(manifests, namespace="shop"), **said)


def reviewed(old: str, new: str, *, causes: Causes | None = None, **more: Any) -> Review:
    """Return the review of two streams; `more` is what is said of the newer side."""
    return review("web", side(old, name="old"), side(new, name="new", **more), causes or {})


def config_map(name: str, *data: str, more: str = "") -> str:
    """Return a ConfigMap with lines of data."""
    lines = "".join(f"  {line}\n" for line in data)
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}{more}}}\ndata:\n{lines}---\n"


def deployment(
    name: str = "web", *, container: str = "", pod: str = "", spec: str = "", metadata: str = "", image: str = "web:1"
) -> str:
    """Return a Deployment, with more in its container, its pods' spec, its own spec, and the metadata of its pods."""
    return (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec:\n"
        f"  selector: {{matchLabels: {{app: {name}}}}}\n{spec}  template:\n"
        f"    metadata: {{labels: {{app: {name}}}{metadata}}}\n"
        f"    spec: {{containers: [{{name: app, image: '{image}'{container}}}]{pod}}}\n---\n"
    )


def told(found: Review) -> list[str]:
    """Return the dangers, each as its severity, its sort and its object."""
    return [f"{one.severity} {one.sort} {one.ref or one.path}" for one in found.dangers]

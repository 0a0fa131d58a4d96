"""The objects that objects other than pods name in their fields."""

from collections.abc import Iterator
from typing import Any

from cmp.manifests.fields import document, text, walk
from cmp.model import Manifest
from cmp.objects.reference_fields import FIELDS, Field
from cmp.value import Value


class Link(Value):
    """An object that another one names, and in which field; if it `blocks`, the other can't be healthy without it."""

    group: str
    kind: str
    namespace: str
    name: str
    field: str
    blocks: bool


def links(manifest: Manifest) -> tuple[Link, ...]:
    """Return the objects that an object names, by the table of fields."""
    return manifest.body.made(lambda: tuple(_links(manifest)), "links")


def _links(manifest: Manifest) -> Iterator[Link]:
    for field in FIELDS.get(manifest.ref.group_kind, ()):
        for holder in walk(document(manifest), field.path):
            name = text(holder, field.name)
            if name:
                group, kind = _told(holder, field) if field.told else (field.group, field.kind)
                namespace = text(holder, "namespace") if field.name == "name" else ""
                yield Link(
                    group=group,
                    kind=kind,
                    namespace=namespace or manifest.ref.namespace,
                    name=name,
                    field=_said(field),
                    blocks=field.blocks,
                )


def _told(holder: Any, field: Field) -> tuple[str, str]:
    """Return the group and kind that a mapping gives; where it gives none, those of the table."""
    kind = text(holder, "kind") or field.kind
    for key in ("group", "apiGroup"):
        if isinstance(holder.get(key), str):
            return holder[key], kind
    version = text(holder, "apiVersion")
    return (version.rpartition("/")[0] if version else field.group), kind


def _said(field: Field) -> str:
    path = field.path.replace("[]", "")
    return path if field.name == "name" else f"{path}.{field.name}"

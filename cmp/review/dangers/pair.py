"""An object on both sides of a review, as the rules of the API server ask for it."""

from functools import cached_property
from typing import Any, NamedTuple

from cmp.manifests.fields import document
from cmp.model import Manifest, Ref
from cmp.value import Value


class Refusal(NamedTuple):
    """A field that the API server refuses to change, and why."""

    path: str
    why: str


class Pair(Value):
    """An object that both sides have.

    `server_side` tells whether the server applies it, and `replaces` whether it is put in place of the older one as a
    whole (`Replace=true`). `schema` is that of a custom resource, where its CRD is known.
    """

    old: Manifest
    new: Manifest
    server_side: bool = False
    replaces: bool = False
    schema: Any = None

    @property
    def ref(self) -> Ref:
        """The identity of the object."""
        return self.new.ref

    @cached_property
    def before(self) -> Any:
        """The older document."""
        return document(self.old)

    @cached_property
    def after(self) -> Any:
        """The newer document."""
        return document(self.new)


def at(value: Any, path: str) -> Any:
    """Return what lies at a path of keys, None where there is nothing."""
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value

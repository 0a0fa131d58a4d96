"""The base of all types for Swell's files."""

from collections.abc import Mapping
from typing import Annotated, cast

from msgspec import Meta, Struct, defstruct


class Spec(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """The base type: unknown keys are errors, names are written as in Argo CD."""


def texts(name: str, meaning: str, keys: Mapping[str, str]) -> type[Spec]:
    """Return a type all of whose keys are texts, "" where one is not given; each has a description, or none.

    It is for keys that a table names, so that they stand nowhere else.
    """
    fields = [(key, Annotated[str, Meta(description=said)] if said else str, "") for key, said in keys.items()]
    made = defstruct(name, fields, bases=(Spec,), frozen=True, kw_only=True, namespace={"__doc__": meaning})
    return cast("type[Spec]", made)

"""The base of all types for Swell's files."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, cast

from msgspec import Meta, Struct, defstruct


class Spec(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """The base type: unknown keys are errors, names are written as in Argo CD."""

    told_by: ClassVar[str] = "swell schema"
    """The command that prints what may stand in the file."""
    foreign: ClassVar[Mapping[str, str]] = {}
    """Keys of other tools that users write, each with what to do instead."""


def odd(key: str, message: str, *, fix: str = "") -> ValueError:
    """Return what a type's `__post_init__` raises about one of its keys: errors name that key's line, and the fix."""
    return ValueError(f"{key}: {message}{fix and BREAK}{fix}")


BREAK = "\n"
"""Parts a message from its fix, where msgspec hands on one text."""


def texts(name: str, meaning: str, keys: Mapping[str, str]) -> type[Spec]:
    """Return a type all of whose keys are texts, "" where one is not given; each has a description, or none.

    It is for keys that a table names, so that they stand nowhere else.
    """
    fields = [(key, Annotated[str, Meta(description=said)] if said else str, "") for key, said in keys.items()]
    made = defstruct(name, fields, bases=(Spec,), frozen=True, kw_only=True, namespace={"__doc__": meaning})
    return cast("type[Spec]", made)

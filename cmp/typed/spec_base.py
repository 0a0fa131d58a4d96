"""The base of all types for Swell's files."""

from msgspec import Struct


class Spec(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """The base type: unknown keys are errors, names are written as in Argo CD."""

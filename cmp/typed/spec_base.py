"""The base of all that a file of Swell's may say."""

from msgspec import Struct


class Spec(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """The base of all: unknown keys are mistakes, names are written as in Argo CD."""

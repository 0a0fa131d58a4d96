r"""Dotted paths to values: `ingress.annotations.example\.com/class`."""

from collections.abc import Sequence


def split(path: str) -> list[str]:
    r"""Return the keys of a path; `\.` is a dot in a key."""
    return [part.replace("\0", ".") for part in path.replace("\\.", "\0").split(".")]


def join(keys: Sequence[str]) -> str:
    """Return the path of some keys."""
    return ".".join(key.replace(".", "\\.") for key in keys)

"""The names of Applications: those that the API server takes, and how the argocd command line gets them.

A pipeline gives them to `argocd`, so that one like `--server=...` would be an option: it could get the token.
"""

import re
from collections.abc import Mapping
from typing import Any

from cmp.errors import ConfigError

_HOME = "argocd"  # Argo CD's default namespace; its command line needs no namespace there
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?")
_LABEL = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
_SHOWN = 80


def is_name(text: str) -> bool:
    """Tell whether the API server takes a text as the name of an Application (a DNS subdomain, RFC 1123)."""
    return bool(_NAME.fullmatch(text))


def is_label(text: str) -> bool:
    """Tell whether the API server takes a text as the value of a label, one that is not empty."""
    return bool(_LABEL.fullmatch(text))


def application_name(metadata: Mapping[str, Any]) -> str:
    """Return an Application's name for the argocd command line.

    Raises:
        ConfigError: it has no name, or one that the API server refuses.
    """
    name, namespace = metadata.get("name"), metadata.get("namespace")
    if not isinstance(name, str) or not name:
        raise ConfigError("an Application has no name", fix="give it metadata.name")
    for text in (name, str(namespace or _HOME)):
        if not is_name(text):
            raise ConfigError(
                f"an Application has the name or namespace {text[:_SHOWN]!r}, which the API server refuses",
                fix="take small letters, digits, dashes and dots",
            )
    return name if namespace in (None, "", _HOME) else f"{namespace}/{name}"

"""Argo CD's build environment of an Application, and how it is filled into texts.

Sources: newEnv in reposerver/repository/repository.go and Env.Envsubst in pkg/apis/application/v1alpha1/types.go of
Argo CD 3.6.1; os.Expand of Go.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cmp.errors import RequestError

_LONGEST = 1 << 20
REVISIONS = ("ARGOCD_APP_REVISION", "ARGOCD_APP_REVISION_SHORT", "ARGOCD_APP_REVISION_SHORT_8")
_UNCLOSED = re.compile(r"\$(?:\{|([*#$@!?\-0-9])|([A-Za-z_][A-Za-z0-9_]*))?")
_NAME = re.compile(r"\$\{([^}]*)\}|" + _UNCLOSED.pattern)


def build_environment(application: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, str]:
    """Return the variables of one source; only Argo CD knows the revisions, and they stand for themselves."""
    metadata, spec = application.get("metadata") or {}, application.get("spec") or {}
    words = {
        "ARGOCD_APP_NAME": metadata.get("name", ""),
        "ARGOCD_APP_NAMESPACE": (spec.get("destination") or {}).get("namespace", ""),
        "ARGOCD_APP_PROJECT_NAME": spec.get("project", ""),
        "ARGOCD_APP_SOURCE_PATH": source.get("path", ""),
        "ARGOCD_APP_SOURCE_REPO_URL": source.get("repoURL", ""),
        "ARGOCD_APP_SOURCE_TARGET_REVISION": source.get("targetRevision", ""),
    }
    return {name: str(value) for name, value in words.items()} | {name: f"${name}" for name in REVISIONS}


def expanded(text: str, words: Mapping[str, str]) -> str:
    """Return a text with `$NAME` and `${NAME}` replaced; an unknown name stands for nothing, and `$$` for a `$`.

    Raises:
        RequestError: it would be longer than any text that is filled.
    """
    if sum(len(words.get(_name(found), "")) for found in _names(text)) > _LONGEST:
        raise RequestError(
            "Argo CD's build environment makes one of its texts longer than a MiB",
            fix="let the text name fewer variables, or write what it comes to",
        )
    pieces, end = list[str](), 0
    for found in _names(text):
        value = "$" if found[0] in ("$", "$$", "${$}") else words.get(_name(found), "")
        pieces += text[end : found.start()], value
        end = found.end()
    return "".join(pieces) + text[end:]


def mentioned(text: str) -> frozenset[str]:
    """Return the names that a text mentions."""
    return frozenset(map(_name, _names(text))) - {""}


def _names(text: str) -> Iterator[re.Match[str]]:
    """Yield the places of names; behind the last `}` no `${` looks for its end, which would take the rest each time."""
    closed = text.rfind("}") + 1
    yield from _NAME.finditer(text, 0, closed)
    yield from _UNCLOSED.finditer(text, closed)


def _name(found: re.Match[str]) -> str:
    return next(filter(None, found.groups()), "")

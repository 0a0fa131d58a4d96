"""a text at the end of an object keeps its blank lines (`|+`), of which each Helm prints others.

Of the blank lines at the end of an object Helm 3 and 4.1 print none, Helm 4.2 those of a template's last object, and
Helm 4.3 those of each object; none prints those of the last object that is no hook. So the text that is applied, and
with it each hash of it, changes when Helm does (seen with 3.17.2, 4.1.4, 4.2.3 and 4.3.1).

Write `|`, or `|-`, where blank lines at the end mean nothing; else put another key behind the text.
"""

import re
from collections.abc import Iterator
from typing import Any

from cmp import dialect
from cmp.argocd.annotations import HELM_HOOK
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.INFO
_KEEPS = re.compile(r"[|>](?:\+\d?|\d\+)[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_PROPERTIES = re.compile(r"(?:[!&]\S*\s+)*")
"""The tag and the anchor of a text, which stand before it."""


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects that Helm printed and that end with such a text.

    Of all objects together Helm cuts the blank lines off, but it adds hooks behind them (cmd/helm/template.go, or
    pkg/cmd/template.go since Helm 4).
    """
    *_, last = [None, *(one.ref for one in facts.rendered if one.origin and HELM_HOOK not in one.head.annotations)]
    for manifest in facts.objects:
        if not manifest.origin or manifest.ref == last or not _KEEPS.search(manifest.text):
            continue
        if path := _kept(manifest.text):
            yield Finding(
                severity=SEVERITY,
                ref=manifest.ref,
                message=f"{path} keeps the blank lines at its end, of which Helm 3, 4.2 and 4.3 leave other numbers",
                fix="write | or |- instead of |+ in the template, or put another key behind it",
            )


def _kept(text: str) -> str:
    """Return the path of what a document ends with, "" where that is no text that keeps its blank lines."""
    try:
        node: Any = dialect.compose(text)
    except dialect.YamlError:
        return ""  # reported elsewhere
    path = []
    while node and node.value and not isinstance(node.value, str):
        last = node.value[-1]
        name, node = (last[0].value, last[1]) if isinstance(last, tuple) else (len(node.value) - 1, last)
        path.append(str(name))
    if not node or not isinstance(node.value, str) or text[node.end_mark.index :].strip():
        return ""  # behind it may stand a comment, which ends the blank lines in each Helm
    begun = _PROPERTIES.match(text, node.start_mark.index)
    return ".".join(path) if begun and _KEEPS.match(text, begun.end()) else ""

"""Reasons of edges in a sentence of their own; where they come from, "it" is the object that comes before."""

import re
from collections.abc import Iterable

from cmp.model import Edge
from cmp.report.names import listed

_IT = re.compile(r"(?<![\w/.-])it(?![\w/.-])")


def said(edge: Edge) -> str:
    """Return why one object needs another, in words that name the other one."""
    first, *more = edge.whys or ("needs it",)
    text = _IT.sub(lambda _: str(edge.before), first)
    named = text if edge.before.name in text else f"waits for {edge.before}: {text}"
    return named + (f", and {len(more)} more" if more else "")


def summed(edges: Iterable[Edge]) -> str:
    """Return why an object needs others: the first reason, for all that it goes for."""
    every = list(edges)
    if not every:
        return ""
    alike = [edge for edge in every if edge.whys[:1] == every[0].whys[:1] and _IT.search(" ".join(edge.whys[:1]))]
    if len(alike) < 2:  # noqa: PLR2004  (one alone is said in full)
        return said(every[0])
    return _IT.sub(lambda _: listed(dict.fromkeys(edge.before for edge in alike)), alike[0].whys[0])

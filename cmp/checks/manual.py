"""The checks' manual pages: what their files say of themselves."""

import sys

from cmp.checks.catalog import unused_waiver
from cmp.checks.registry import CHECKS, NAMES
from cmp.model import Severity
from cmp.value import Value


class Page(Value):
    """What there is to know of a check: what it finds in one sentence, and then why and what to do, in paragraphs."""

    name: str
    severity: Severity
    sentence: str
    paragraphs: tuple[str, ...]


def pages() -> tuple[Page, ...]:
    """Return the page of every check, in their order."""
    modules = [sys.modules[check.__module__] for check in (*CHECKS, unused_waiver.unused)]
    return tuple(
        _page(name, module.__doc__ or "", module.SEVERITY) for name, module in zip(NAMES, modules, strict=True)
    )


def _page(name: str, text: str, severity: Severity) -> Page:
    first, *rest = text.strip().split("\n\n")
    return Page(
        name=name,
        severity=severity,
        sentence=" ".join(first.split()).removeprefix(f"{name}: "),
        paragraphs=tuple(" ".join(part.split()) for part in rest),
    )

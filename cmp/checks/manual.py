"""The manual pages of the checks, made from the docstrings of their modules."""

import sys

from cmp.checks.catalog import unused_waiver
from cmp.checks.registry import CHECKS, NAMES
from cmp.model import Severity
from cmp.value import Value


class Page(Value):
    """The manual page of a check: one sentence that says what it finds, then paragraphs with the reason and the fix."""

    name: str
    severity: Severity
    sentence: str
    paragraphs: tuple[str, ...]


def pages() -> tuple[Page, ...]:
    """Return the manual page of every check, in the order of the registry."""
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

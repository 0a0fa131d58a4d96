"""The manual pages of the checks, made from the docstrings of their modules."""

from cmp.checks.check import Check
from cmp.checks.registry import CHECKS
from cmp.checks.repository.registry import REPOSITORY_CHECKS
from cmp.model import Severity
from cmp.value import Value


class Page(Value):
    """The manual page of a check: one sentence that says what it finds, then paragraphs with the reason and the fix."""

    name: str
    severity: Severity
    sentence: str
    paragraphs: tuple[str, ...]


def pages(*, of_repositories: bool = False) -> tuple[Page, ...]:
    """Return the manual page of every check, in the order of the registry; those of repositories where wanted."""
    return tuple(_page(check) for check in (*CHECKS, *(REPOSITORY_CHECKS if of_repositories else ())))


def _page(check: Check) -> Page:
    first, *rest = check.manual.strip().split("\n\n")
    return Page(
        name=check.name,
        severity=check.severity,
        sentence=" ".join(first.split()),
        paragraphs=tuple(" ".join(part.split()) for part in rest),
    )

"""A check of the catalog, as the registry makes it from its file."""

from collections import Counter
from itertools import islice

from cmp.model import Finding, Severity
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType
    from typing import Any

MOST = 2_000
"""The findings that a check tells one by one: more than a person reads; of all checks together GitHub shows 5,000."""


class Check(Value):
    """A check: its name, which is its file's, its usual severity, its manual page, and the function that finds."""

    name: str
    severity: Severity
    manual: str
    find: "Callable[..., Iterator[Finding]]"

    @classmethod
    def of(cls, module: "ModuleType") -> "Check":
        """Return the check in a file of the catalog."""
        name = module.__name__.rpartition(".")[2].replace("_", "-")
        return cls(name=name, severity=module.SEVERITY, manual=module.__doc__ or "", find=module.check)

    def findings(self, facts: "Any", *found: "Sequence[Finding]") -> "Iterator[Finding]":
        """Yield what the check finds, with its name; one check looks at what the others have found.

        What is beyond MOST is counted, in one finding for those that are alike in how severe they are.
        """
        each = iter(self.find(facts, *found))
        for finding in islice(each, MOST):
            yield finding.replace(check=self.name)
        for (severity, fails), count in Counter((one.severity, one.fails) for one in each).items():
            yield Finding(
                severity=severity,
                ref=None,
                message=f"{count} more of these, which are not told one by one",
                fix="mend those that are told, and check again",
                fails=fails,
                check=self.name,
            )

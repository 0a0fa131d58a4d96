"""A check of the catalog, as the registry makes it from its file."""

from cmp.model import Severity
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType
    from typing import Any

    from cmp.model import Finding


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
        """Yield what the check finds, with its name; one check looks at what the others have found."""
        for finding in self.find(facts, *found):
            yield finding.replace(check=self.name)

"""All checks of a repository, in the order in which their findings are shown."""

from cmp.checks.check import Check
from cmp.checks.repository import (
    application_named_twice,
    controller_fights_self_heal,
    file_of_no_application,
    ignored_difference_never_matches,
    object_of_two_applications,
    outside_its_project,
    revision_not_checked_out,
    revision_not_there,
    sync_without_validation,
)
from cmp.checks.repository.facts import RepositoryFacts
from cmp.model import Finding, Severity

REPOSITORY_CHECKS = (
    Check.of(application_named_twice),
    Check.of(object_of_two_applications),
    Check.of(outside_its_project),
    Check.of(revision_not_there),
    Check.of(controller_fights_self_heal),
    Check.of(file_of_no_application),
    Check.of(ignored_difference_never_matches),
    Check.of(revision_not_checked_out),
    Check.of(sync_without_validation),
)

_ROW = {severity: row for row, severity in enumerate(Severity)}


def repository_findings(facts: RepositoryFacts) -> tuple[Finding, ...]:
    """Return what the checks find, the worst first."""
    found = [one.replace(check=check.name) for check in REPOSITORY_CHECKS for one in check.find(facts)]
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: _ROW[finding.severity]))

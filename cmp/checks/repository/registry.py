"""All checks of a repository, in the order in which their findings are shown."""

from collections.abc import Callable

from cmp.checks.check import Check
from cmp.checks.judge import counting
from cmp.checks.repository import (
    application_named_twice,
    controller_fights_self_heal,
    file_of_no_application,
    floating_revision,
    ignored_difference_never_matches,
    object_of_two_applications,
    outside_its_project,
    revision_not_checked_out,
    revision_not_there,
    sync_without_validation,
    unknown_sync_option,
)
from cmp.checks.repository.facts import RepositoryFacts
from cmp.config.model import Config
from cmp.model import Finding, Position, Severity

REPOSITORY_CHECKS = (
    Check.of(application_named_twice),
    Check.of(object_of_two_applications),
    Check.of(outside_its_project),
    Check.of(revision_not_there),
    Check.of(controller_fights_self_heal),
    Check.of(file_of_no_application),
    Check.of(ignored_difference_never_matches),
    Check.of(unknown_sync_option),
    Check.of(revision_not_checked_out),
    Check.of(floating_revision),
    Check.of(sync_without_validation),
)

REPOSITORY_NAMES = tuple(check.name for check in REPOSITORY_CHECKS)

_ROW = {severity: row for row, severity in enumerate(Severity)}


def repository_findings(facts: RepositoryFacts, config: Callable[[str, str], Config]) -> tuple[Finding, ...]:
    """Return what the checks find and the configuration lets count, the worst first.

    `config` returns the configuration that holds for a file, which `position` of a finding names, and an AppProject.
    """
    applications = {(one.file, one.line, one.ref): one for one in facts.applications}
    manifests = {one.ref: one.manifest for one in facts.applications}
    judged: list[Finding] = []
    for check in REPOSITORY_CHECKS:
        for finding in check.findings(facts):
            place = finding.position or Position(file="")
            about = finding.ref and applications.get((place.file, place.line, finding.ref))
            judged += counting(config(place.file, about.project if about else ""), manifests, [finding])
    return tuple(sorted(dict.fromkeys(judged), key=lambda finding: _ROW[finding.severity]))

"""All checks of a repository, in the order in which their findings are shown."""

from collections.abc import Callable, Collection, Iterator

from cmp.checks.check import Check
from cmp.checks.judge import Waivers, counting, unused, waivers_of
from cmp.checks.repository import (
    application_named_twice,
    controller_fights_self_heal,
    file_of_no_application,
    floating_revision,
    generate_paths_misread,
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
    Check.of(generate_paths_misread),
    Check.of(ignored_difference_never_matches),
    Check.of(unknown_sync_option),
    Check.of(revision_not_checked_out),
    Check.of(floating_revision),
    Check.of(sync_without_validation),
)

REPOSITORY_NAMES = tuple(check.name for check in REPOSITORY_CHECKS)

UNUSED_WAIVER = "unused-waiver"
"""The check of an application's waivers, whose findings these are too."""

_ROW = {severity: row for row, severity in enumerate(Severity)}


def repository_findings(
    facts: RepositoryFacts, config: Callable[[str, str], Config], *, whole: Callable[[str], bool] = lambda _: False
) -> tuple[Finding, ...]:
    """Return what the checks find and the configuration lets count, the worst first.

    Args:
        facts: the Applications.
        config: returns the configuration that holds for a file, which `position` of a finding names, and an AppProject.
        whole: tells whether all files are here for which the swell.yaml of a file counts, so that its unused waivers
            are told.
    """
    applications = {(one.file, one.line, one.ref): one for one in facts.applications}
    manifests = {one.ref: one.manifest for one in facts.applications}
    judged: list[Finding] = []
    used: set[str] = set()
    known: dict[tuple[str, str], tuple[Config, Waivers]] = {}
    for check in REPOSITORY_CHECKS:
        for finding in check.findings(facts):
            place = finding.position or Position(file="")
            about = finding.ref and applications.get((place.file, place.line, finding.ref))
            key = place.file, about.project if about else ""
            if key not in known:
                read = config(*key)
                known[key] = read, waivers_of(read, manifests)
            own, waivers = known[key]
            used |= {own.place(f"waivers[{number}]") for number in waivers.of(finding) if number < len(own.waivers)}
            judged += counting(own, manifests, [finding], waivers)
    configs = [config(one.file, one.project) for one in facts.applications if whole(one.file)]
    judged += (finding for own in configs for finding in counting(own, manifests, _unused(own, used)))
    return tuple(sorted(dict.fromkeys(judged), key=lambda finding: _ROW[finding.severity]))


def _unused(config: Config, used: Collection[str]) -> Iterator[Finding]:
    """Yield the waivers of these checks that the nearest file has, and that no finding has used."""
    for index, waiver in enumerate(config.waivers):
        place = config.place(f"waivers[{index}]")
        if waiver.check in REPOSITORY_NAMES and place not in used and place.rpartition(":")[0] == config.where[0]:
            yield unused(config, index).replace(check=UNUSED_WAIVER)

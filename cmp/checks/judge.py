"""Applies the configuration to findings: changed severities, checks that are off, and waivers."""

from collections.abc import Iterable, Mapping, Sequence

from cmp.config.model import Config
from cmp.config.spec import Waiver
from cmp.errors import ConfigError
from cmp.model import Finding, Manifest, Position, Ref, Severity
from cmp.objects.match import MatchIndex, described
from cmp.text import nearest


class Waivers:
    """Waivers, and the tests for the objects that they match."""

    def __init__(self, waivers: Sequence[Waiver], manifests: Mapping[Ref, Manifest]) -> None:
        self._waivers, self._manifests = waivers, manifests
        self._index = MatchIndex(waiver.match for waiver in waivers)
        self._fitting: dict[Ref, list[int]] = {}

    def of(self, finding: Finding) -> list[int]:
        """Return the numbers of the waivers that remove a finding: those of its check, for its object."""
        ref = finding.ref
        if not self._waivers or ref is None or ref not in self._manifests:
            return []
        if ref not in self._fitting:
            self._fitting[ref] = self._index.fitting(self._manifests[ref])
        return [number for number in self._fitting[ref] if self._waivers[number].check == finding.check]


_OFF = "off"


def waivers_of(config: Config, manifests: Mapping[Ref, Manifest]) -> Waivers:
    """Return the waivers of a configuration."""
    return Waivers((*config.waivers, *config.standing), manifests)


def counting(
    config: Config, manifests: Mapping[Ref, Manifest], found: Iterable[Finding], waivers: Waivers | None = None
) -> tuple[Finding, ...]:
    """Return the findings that are neither off nor waived, with the severities of the configuration."""
    levels = config.checks
    waivers = waivers or waivers_of(config, manifests)
    return tuple(
        finding.replace(severity=Severity(levels[finding.check])) if finding.check in levels else finding
        for finding in found
        if levels.get(finding.check) != _OFF and not waivers.of(finding)
    )


def unused(config: Config, index: int) -> Finding:
    """Return the finding that a waiver of the configuration waives nothing."""
    waiver, place = config.waivers[index], config.place(f"waivers[{index}]")
    return Finding(
        severity=Severity.WARNING,
        ref=None,
        message=f"{place}: waivers[{index}] waives nothing: {waiver.check} of {described(waiver.match)}",
        fix="take it out of swell.yaml, or correct its match",
        position=Position.of(place),
    )


def refuse_unknown(config: Config, names: Sequence[str]) -> None:
    """Refuse a configuration that names an unknown check.

    Raises:
        ConfigError: `checks` or a waiver names an unknown check.
    """
    said = [("checks", name, config.place("checks", name)) for name in config.checks]
    for index, waiver in enumerate(config.waivers):
        said.append((f"waivers[{index}].check", waiver.check, config.place(f"waivers[{index}]")))
    for key, name, where in said:
        if name not in names:
            close = nearest(name, names)
            raise ConfigError(
                f"{key}: there is no check {name!r}",
                where=where,
                fix=f"did you mean {close}?" if close else "docs/checks.md lists them",
            )

"""Cases of checks: a stream, and in comments above it what is asked of it and what is found.

`# config:` is a swell.yaml without its version, `# request:` what the request says, `# finds:` the findings, each as a
severity and an object (null if it is about none). `# chart:` are the files of a chart and `# layers:` those of values
above it, each with its text; one called `$area/values.yaml@4f1c2e9` is of that revision elsewhere. `{{LONG}}` stands
for data that no annotation can hold.
"""

import atexit
import re
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, NamedTuple

import yaml
from programs import TOP

from cmp.checks.facts import Facts
from cmp.checks.registry import findings
from cmp.config.model import Config
from cmp.config.read import from_text
from cmp.config.resolved import resolve
from cmp.manifests.split import split
from cmp.model import Finding
from cmp.objects.objects import Objects
from cmp.order.intent.rules import matched
from cmp.request.model import AppRequest
from cmp.sources.paths import PathResolver
from cmp.values.layer import Layer
from cmp.values.render_values import RenderValues

HERE = TOP / "tests/checks/cases"
_CHARTS = TemporaryDirectory()
atexit.register(_CHARTS.cleanup)
_SAID = re.compile(r"^# (config|request|finds|chart|layers): (.*)$", re.MULTILINE)
_LONG = "{" + ", ".join(f'line-{number}: "{"x" * 90}"' for number in range(3000)) + "}"


class Case(NamedTuple):
    """A stream, what was said of it, and the check that it is about."""

    file: Path
    said: dict[str, Any]

    @property
    def check(self) -> str:
        """The check that the case is for."""
        return self.file.parent.name

    @property
    def finds(self) -> bool:
        """Whether the check is to find something."""
        return self.file.name.startswith("found")

    @property
    def expected(self) -> list[str]:
        """Each finding that is to be, as its severity and its object."""
        return sorted(self.said["finds"])

    @property
    def stream(self) -> str:
        """The stream that is judged."""
        return self.file.read_text().replace("{{LONG}}", _LONG)

    def facts(self) -> Facts:
        """Return what the checks look at: the stream as it stands."""
        request = AppRequest(
            folder="/", **{key: tuple(it) if isinstance(it, list) else it for key, it in self.said["request"].items()}
        )
        text = yaml.safe_dump({"apiVersion": "swell/v1", **self.said["config"]})
        config = from_text(text, PathResolver(folder="/", root="/"), shown="swell.yaml")
        manifests = split(self.stream, namespace=request.namespace)
        busy = {id(placed) for subject in matched(manifests, config.rules) for placed in subject.rules}
        idle = tuple(placed for placed in config.rules if id(placed) not in busy and not placed.rule.optional)
        values = self.values(request, config) if "chart" in self.said else None
        resolved = resolve(request, config, PathResolver(folder="/", root="/"))
        return Facts(
            objects=Objects(manifests, config),
            written=manifests,
            rendered=manifests,
            idle=idle,
            config=resolved.config,
            application=resolved.application,
            strangers=resolved.strangers,
            values=values,
        )

    def values(self, request: AppRequest, config: Config) -> RenderValues:
        """Return the values of the case, with its chart in a folder."""
        folder = Path(mkdtemp(dir=_CHARTS.name))
        for name, text in (self.said["chart"] | self.said.get("layers", {})).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        layers = tuple(
            Layer(
                name=name.partition("@")[0],
                path=str(folder / name),
                text=(folder / name).read_text(),
                revision=name.partition("@")[2],
            )
            for name in self.said.get("layers", {})
        )
        resolver = PathResolver(folder=str(folder), root=str(folder))
        return RenderValues.of(resolve(request, config, resolver), folder=str(folder), layers=layers)

    def found(self) -> tuple[Finding, ...]:
        """Return what all checks find."""
        return findings(self.facts())


def all_cases() -> list[Case]:
    """Return every case, sorted by check and name."""
    return [
        Case(
            file,
            {"config": {}, "request": {}} | {key: yaml.safe_load(it) for key, it in _SAID.findall(file.read_text())},
        )
        for file in sorted(HERE.glob("*/*.yaml"))
    ]

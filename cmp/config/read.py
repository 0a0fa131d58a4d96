"""Reading swell.yaml: the file and all that it extends, from the farthest to the nearest, become one configuration."""

import os
from functools import reduce
from typing import Any

import msgspec
import yaml
from msgspec import UNSET

from cmp import dialect
from cmp.config.complaint import complaint
from cmp.config.model import Config, Placed, ValueFile
from cmp.config.spec import OptionalFile, SwellFile
from cmp.errors import ConfigError
from cmp.sources.places import Places, read
from cmp.values.merge import merged


def from_file(path: str, places: Places) -> Config:
    """Read a swell.yaml and what it extends.

    Raises:
        ConfigError: a file can't be read as one, or extends itself.
    """
    return reduce(_above, _chain(path, places), Config())


def from_text(text: str, places: Places, *, shown: str) -> Config:
    """Read a configuration that came as a parameter; what it extends is looked for in the application's folder."""
    spec, lines = _parse(text, shown=shown)
    base = [] if not spec.extends else _chain(places.resolve(spec.extends), places)
    return reduce(_above, [*base, (spec, lines, shown)], Config())


_Link = tuple[SwellFile, list[int], str]


def _chain(path: str, places: Places) -> list[_Link]:
    links: list[_Link] = []
    seen: list[str] = []
    while path:
        if path in seen:
            raise ConfigError(
                f"extends itself by way of {', '.join(map(places.shown, seen))}", where=places.shown(path)
            )
        seen.append(path)
        shown = places.shown(path)
        spec, lines = _parse(read(path, shown=shown), shown=shown)
        links.insert(0, (spec, lines, shown))
        path = places.resolve(spec.extends, base=os.path.dirname(path)) if spec.extends else ""
    return links


def _parse(text: str, *, shown: str) -> tuple[SwellFile, list[int]]:
    """Return a file's content and the line of each of its rules."""
    try:
        node = dialect.compose(text)
        document = dialect.construct(node)
    except dialect.YamlError as problem:
        raise ConfigError(problem.message, where=f"{shown}:{problem.line}" if problem.line else shown) from None
    if node is None or not isinstance(document, dict):
        raise ConfigError("must be a mapping that begins with `apiVersion: swell/v1`", where=shown)
    try:
        spec = msgspec.convert(document, SwellFile)
    except msgspec.ValidationError as problem:
        raise complaint(problem, node, SwellFile, shown=shown) from None
    return spec, _rule_lines(node)


def _rule_lines(node: yaml.Node) -> list[int]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return [rule.start_mark.line + 1 for key, value in pairs if key.value == "rules" for rule in value.value]


def _above(base: Config, link: _Link) -> Config:
    """Lay a file over what it extends: lists follow, mappings merge, tiers and single values replace."""
    spec, lines, shown = link
    rules = tuple(
        Placed(rule=rule, where=f"{shown}:{line}", name=f"rules[{index}]")
        for index, (rule, line) in enumerate(zip(spec.rules, lines, strict=True))
    )
    said: dict[str, Any] = {
        "chart": spec.chart,
        "repairs": spec.repairs if spec.repairs is UNSET else spec.repairs in ("auto", True),
        "allow_empty": spec.allow_empty,
        "release": spec.release,
    }
    if spec.helm is not UNSET:
        said |= msgspec.structs.asdict(spec.helm) | {"api_versions": tuple(spec.helm.api_versions)}
    return base.replace(
        where=(shown, *base.where),
        value_files=base.value_files + tuple(map(_value_file, spec.value_files)),
        values=merged(base.values, spec.values),
        lists=base.lists | spec.lists,
        manifests=base.manifests + tuple(spec.manifests),
        tiers=tuple(spec.order.tiers) or base.tiers,
        rules=base.rules + rules,
        **{key: value for key, value in said.items() if value is not UNSET},
    )


def _value_file(entry: str | OptionalFile) -> ValueFile:
    if isinstance(entry, str):
        return ValueFile(path=entry)
    return ValueFile(path=entry.file, optional=entry.optional)

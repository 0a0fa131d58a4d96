"""Reading swell.yaml: the file and all that it extends, from the farthest to the nearest, become one configuration."""

import os
from functools import reduce
from typing import Any

import msgspec
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
    spec, wheres = _parse(text, shown=shown)
    base = _chain(_extended(spec, places, base=places.folder, shown=shown), places)
    return reduce(_above, [*base, (spec, wheres, shown)], Config())


_Link = tuple[SwellFile, list[str], str]


def _chain(path: str, places: Places) -> list[_Link]:
    links: list[_Link] = []
    seen: list[str] = []
    while path:
        shown = places.shown(path)
        if path in seen:
            others = ", ".join(map(places.shown, seen[seen.index(path) + 1 :]))
            way = others and f" by way of {others}"
            raise ConfigError(f"extends itself{way}", where=shown, cure="take one `extends` away")
        seen.append(path)
        spec, wheres = _parse(read(path, shown=shown), shown=shown)
        links.insert(0, (spec, wheres, shown))
        path = _extended(spec, places, base=os.path.dirname(path), shown=shown)
    return links


def _extended(spec: SwellFile, places: Places, *, base: str, shown: str) -> str:
    """Return the path of the file that one extends, "" if it extends none."""
    path = places.resolve(spec.extends, base=base) if spec.extends else ""
    if path and not os.path.isfile(path):
        raise ConfigError(f"extends {spec.extends}, which does not exist", where=shown)
    return path


def _parse(text: str, *, shown: str) -> tuple[SwellFile, list[str]]:
    """Return what a file says, and where each of its rules stands."""
    try:
        node = dialect.compose(text, alone=True)
        document = dialect.construct(node)
    except dialect.YamlError as problem:
        raise ConfigError(problem.message, where=f"{shown}:{problem.line}" if problem.line else shown) from None
    if node is None or not isinstance(document, dict):
        raise ConfigError("must be a mapping that begins with `apiVersion: swell/v1`", where=shown)
    _refuse_twice(node, shown=shown)
    try:
        spec = msgspec.convert(document, SwellFile)
    except msgspec.ValidationError as problem:
        raise complaint(problem, node, SwellFile, shown=shown) from None
    return spec, _wheres(node, len(spec.rules), shown=shown)


def _refuse_twice(node: dialect.Node, *, shown: str) -> None:
    """Refuse a key that stands twice in one mapping: YAML readers would drop the first one without a word."""
    seen: set[str] = set()
    for key, value in dialect.pairs(node):
        if key.value in seen:
            raise ConfigError(f"the key `{key.value}` stands there twice", where=f"{shown}:{key.start_mark.line + 1}")
        seen.add(key.value)
        _refuse_twice(value, shown=shown)
    for element in node.value if isinstance(node, dialect.SequenceNode) else ():
        _refuse_twice(element, shown=shown)


def _wheres(node: dialect.Node, count: int, *, shown: str) -> list[str]:
    """Return where each rule stands; of those that a merge key brought only the file is known."""
    rules = [value for key, value in dialect.pairs(node) if key.value == "rules"][-1:]
    known = [f"{shown}:{rule.start_mark.line + 1}" for value in rules for rule in value.value]
    return [*known, *[shown] * count][:count]


def _above(base: Config, link: _Link) -> Config:
    """Lay a file over what it extends: lists follow, mappings merge, tiers and single values replace."""
    spec, wheres, shown = link
    rules = tuple(
        Placed(rule=rule, where=where, name=f"rules[{index}]")
        for index, (rule, where) in enumerate(zip(spec.rules, wheres, strict=True))
    )
    said: dict[str, Any] = {
        "chart": spec.chart,
        "repairs": spec.repairs if spec.repairs is UNSET else spec.repairs in ("auto", True),
        "allow_empty": spec.allow_empty,
        "release": spec.release,
        "fail_on": spec.fail_on,
        "hooks": spec.order.hooks,
        "mode": spec.order.mode,
        "infer": "off" if spec.order.infer is False else spec.order.infer,
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
        promote=base.promote + tuple(spec.order.promote),
        checks=base.checks | {name: "off" if level is False else level for name, level in spec.checks.items()},
        waivers=base.waivers + tuple(spec.waivers),
        **{key: value for key, value in said.items() if value is not UNSET},
    )


def _value_file(entry: str | OptionalFile) -> ValueFile:
    if isinstance(entry, str):
        return ValueFile(path=entry)
    return ValueFile(path=entry.file, optional=entry.optional)

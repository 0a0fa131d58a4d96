"""Reading swell.yaml: the file and all that it extends, from the farthest to the nearest, become one configuration."""

import os
from collections.abc import Sequence
from functools import reduce
from typing import Any

import msgspec
from msgspec import UNSET

from cmp.config.model import NOTHING, Config, Placed, Rollout, ValueFile
from cmp.config.parse import parsed, wheres
from cmp.config.spec import OptionalFile, Rule, Rulebook, SwellFile, Watch
from cmp.config.spec import Rollout as RolloutSpec
from cmp.errors import ConfigError
from cmp.sources.places import Places, read
from cmp.values.merge import merged


def from_file(path: str, places: Places, *, base: Config = NOTHING) -> Config:
    """Read a swell.yaml and what it extends; `base` is what they are laid over.

    Raises:
        ConfigError: a file can't be read as one, or extends itself.
    """
    return reduce(_above, _chain(path, places), base)


def from_text(text: str, places: Places, *, shown: str, base: Config = NOTHING) -> Config:
    """Read a configuration that came as a parameter; what it extends is looked for in the application's folder."""
    spec, lines = _parse(text, shown=shown)
    extended = _chain(_extended(spec, places, base=places.folder, shown=shown), places)
    return reduce(_above, [*extended, (spec, lines, shown)], base)


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
        spec, lines = _parse(read(path, shown=shown), shown=shown)
        links.insert(0, (spec, lines, shown))
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
    spec, node = parsed(text, SwellFile, shown=shown)
    return spec, wheres(node, len(spec.rules), shown=shown)


def _above(base: Config, link: _Link) -> Config:
    """Lay a file over what it extends: lists follow, mappings merge, tiers and single values replace."""
    spec, lines, shown = link
    said: dict[str, Any] = {
        "chart": spec.chart,
        "allow_empty": spec.allow_empty,
        "release": spec.release,
    }
    if spec.helm is not UNSET:
        said |= msgspec.structs.asdict(spec.helm) | {"api_versions": tuple(spec.helm.api_versions)}
    laid = ruled(base, spec)
    return laid.replace(
        where=(shown, *base.where),
        value_files=base.value_files + tuple(map(_value_file, spec.value_files)),
        values=merged(base.values, spec.values),
        lists=base.lists | spec.lists,
        manifests=base.manifests + tuple(spec.manifests),
        rules=base.rules + placed(spec.rules, lines),
        waivers=base.waivers + tuple(spec.waivers),
        rollout=laid.rollout.replace(watch=laid.rollout.watch + tuple(map(_watch, spec.rollout.watch))),
        **{key: value for key, value in said.items() if value is not UNSET},
    )


def ruled(base: Config, book: Rulebook) -> Config:
    """Lay what is said of the order and of findings over a configuration; rules and waivers are laid elsewhere."""
    said: dict[str, Any] = {
        "repairs": book.repairs if book.repairs is UNSET else book.repairs in ("auto", True),
        "fail_on": book.fail_on,
        "hooks": book.order.hooks,
        "mode": book.order.mode,
        "infer": "off" if book.order.infer is False else book.order.infer,
    }
    return base.replace(
        tiers=tuple(book.order.tiers) or base.tiers,
        promote=base.promote + tuple(book.order.promote),
        checks=base.checks | {name: "off" if level is False else level for name, level in book.checks.items()},
        rollout=_rollout(base, book.rollout),
        **{key: value for key, value in said.items() if value is not UNSET},
    )


def placed(rules: Sequence[Rule], lines: Sequence[str], *, within: str = "") -> tuple[Placed, ...]:
    """Return rules with where they stand and what they are called: `rules[2]`, within whatever has the list."""
    return tuple(
        Placed(rule=rule, where=where, name=f"{within}rules[{index}]")
        for index, (rule, where) in enumerate(zip(rules, lines, strict=True))
    )


def _rollout(base: Config, spec: RolloutSpec) -> Rollout:
    configs = base.rollout.configs if spec.configs is UNSET else spec.configs
    return base.rollout.replace(configs=configs, ignore=base.rollout.ignore + tuple(spec.ignore))


def _watch(entry: str | Watch) -> Watch:
    return Watch(files=entry) if isinstance(entry, str) else entry


def _value_file(entry: str | OptionalFile) -> ValueFile:
    if isinstance(entry, str):
        return ValueFile(path=entry)
    allow = None if entry.allow is None else tuple(entry.allow)
    return ValueFile(path=entry.file, optional=entry.optional, allow=allow)

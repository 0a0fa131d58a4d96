"""Reading swell.yaml: the file and all that it extends are merged, the nearest last, into one configuration."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import msgspec
from msgspec import UNSET

from cmp.argocd.versions import minor
from cmp.config.extends import Chain, Link
from cmp.config.lines import lines
from cmp.config.model import NOTHING, Config, Placed, Rollout, ValueFile
from cmp.config.spec import Rulebook
from cmp.config.spec_rollout import Rollout as RolloutSpec
from cmp.config.spec_rollout import Watch
from cmp.config.spec_rules import Rule
from cmp.config.spec_values import OptionalFile
from cmp.sources.paths import PathResolver
from cmp.typed.merge import merged


def from_file(path: str, resolver: PathResolver, *, base: Config = NOTHING) -> Config:
    """Return the configuration of a swell.yaml and the files that it extends, laid over `base`.

    Raises:
        ConfigError: a file is not a valid swell.yaml, or extends itself.
    """
    chain = Chain(resolver, base)
    chain.file(path)
    return reduce(_above, chain.links, base)


def from_text(text: str, resolver: PathResolver, *, shown: str, base: Config = NOTHING) -> Config:
    """Return the configuration in a parameter; files that it extends are found from the application's folder."""
    chain = Chain(resolver, base)
    chain.text(text, shown=shown)
    return reduce(_above, chain.links, base)


def _above(base: Config, link: Link) -> Config:
    """Return a file laid over those it extends: lists are joined, mappings merged, tiers and single values replaced."""
    spec, at = link.spec, link.of_its_root
    said: dict[str, Any] = {
        "chart": spec.chart if spec.chart is UNSET else at(spec.chart),
        "allow_empty": spec.allow_empty,
        "release": spec.release,
    }
    if spec.helm is not UNSET:
        helm = msgspec.structs.asdict(spec.helm)
        said |= helm | {"helm": helm["version"], "api_versions": tuple(spec.helm.api_versions)}
        del said["version"]
    laid = ruled(base, spec)
    watched = tuple(_watch(entry, link) for entry in spec.rollout.watch)
    value_lines = link.lines("valueFiles", len(spec.value_files))
    return laid.replace(
        where=(link.shown, *base.where),
        value_files=base.value_files
        + tuple(_value_file(file, link, where) for file, where in zip(spec.value_files, value_lines, strict=True)),
        values=merged(base.values, spec.values),
        lists=base.lists | spec.lists,
        manifests=base.manifests + tuple(map(at, spec.manifests)),
        sources=base.sources + link.sources,
        extended=(*base.extended, at(spec.extends)) if spec.extends else base.extended,
        rules=base.rules + placed(spec.rules, link.lines("rules", len(spec.rules))),
        waivers=base.waivers + tuple(spec.waivers),
        rollout=laid.rollout.replace(watch=laid.rollout.watch + watched),
        says=base.says | dict(lines(link, first_waiver=len(base.waivers))),
        **{key: value for key, value in said.items() if value is not UNSET},
    )


def ruled(base: Config, book: Rulebook) -> Config:
    """Return a configuration with a file's settings for order and findings; rules and waivers are merged elsewhere."""
    said: dict[str, Any] = {
        "repairs": book.repairs if book.repairs is UNSET else book.repairs in ("auto", True),
        "fail_on": book.fail_on,
        "argocd": book.argocd if book.argocd is UNSET else minor(str(book.argocd)),
        "sync_wave_delay": book.sync_wave_delay,
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


def placed(rules: Sequence[Rule], wheres: Sequence[str], *, within: str = "") -> tuple[Placed, ...]:
    """Return rules with their places and names: `rules[2]`, after the name of the file that has the list."""
    return tuple(
        Placed(rule=rule, where=where, name=f"{within}rules[{index}]")
        for index, (rule, where) in enumerate(zip(rules, wheres, strict=True))
    )


def _rollout(base: Config, spec: RolloutSpec) -> Rollout:
    configs = base.rollout.configs if spec.configs is UNSET else spec.configs
    return base.rollout.replace(configs=configs, ignore=base.rollout.ignore + tuple(spec.ignore))


def _watch(entry: str | Watch, link: Link) -> Watch:
    watch = Watch(files=entry) if isinstance(entry, str) else entry
    return msgspec.structs.replace(watch, files=list(map(link.of_its_root, watch.paths)))


def _value_file(entry: str | OptionalFile, link: Link, where: str) -> ValueFile:
    if isinstance(entry, str):
        return ValueFile(path=link.of_its_root(entry), where=where)
    allow = None if entry.allow is None else tuple(entry.allow)
    return ValueFile(path=link.of_its_root(entry.file), optional=entry.optional, allow=allow, where=where)

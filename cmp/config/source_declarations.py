"""The `sources` of a swell.yaml: the value of each, and the policy's permission for it."""

import os
import re
from collections.abc import Iterator, Mapping

from cmp import dialect
from cmp.config.model import Config
from cmp.errors import ConfigError, PolicyError, SourceError
from cmp.sources.address import normal
from cmp.sources.address_globs import matches
from cmp.sources.declaration import Declared
from cmp.sources.model import Bounds, Source
from cmp.sources.paths import PathResolver
from cmp.sources.pull.kinds import KINDS, NAMES
from cmp.system.files import is_there
from cmp.text import among, article
from cmp.typed.spec_base import Spec

LOCKS = ("swell.lock", "swell.lock.yaml")
"""The names that a lock may have, the usual one first; `argocd app diff --local` uploads the other one alone."""
_ODD_LOCKS = (
    *("swell.lock.yml", "swell-lock.yaml", "Swell.lock", "SWELL.lock", "SWELL.LOCK", ".swell.lock"),
    *(".swell.lock.yaml", "Swell.lock.yaml", "SWELL.lock.yaml", "swell.lock.YAML", "SWELL.LOCK.YAML"),
)

_ALIAS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
_ODD = re.compile(r"[\s\x00-\x1f%?#\\]|/\.\.?(/|$)|^-")  # characters that two programs might read differently
_CREDENTIALS = re.compile(r"https?://[^/]*@|://[^/@:]*+:[^/@]*@")


def declared(
    specs: Mapping[str, Spec], node: dialect.Node, *, path: str, shown: str, resolver: PathResolver, base: Config
) -> Iterator[Declared]:
    """Yield the sources that one file declares; `path` is the file's, "" for a parameter.

    Raises:
        ConfigError: a declaration is not valid.
        PolicyError: a source is not allowed.
    """
    lines = _lines(node)
    for alias, spec in specs.items():
        where = f"{shown}:{lines[alias]}" if alias in lines else shown
        source = _source(alias, spec, where=where)
        refuse_forbidden(source, base, what=f"sources.{alias}", where=where)
        lock = _lock(path, resolver) if path else ""
        yield Declared(
            source=source,
            where=where,
            lock=lock,
            shown=resolver.shown(lock) if lock else "",
            environment=resolver.environment,
            bounds=bounds(base),
        )


def _lock(path: str, resolver: PathResolver) -> str:
    """Return the path of the lock beside a swell.yaml, whether it is there or not."""
    usual, *others = (resolver.resolve(name, base=os.path.dirname(path)) for name in LOCKS)
    found = [lock for lock in (usual, *others) if is_there(lock)]
    for name in _ODD_LOCKS:
        odd = os.path.join(os.path.dirname(path), name)
        if is_there(odd) and (name.lower() not in LOCKS or not found):  # else it may be the very file
            raise ConfigError(
                f"it is not read: a lock is called {among(LOCKS, joint='or')}",
                where=resolver.shown(odd),
                fix="delete it" if found else "rename it",
            )
    if len(found) > 1:
        raise ConfigError(
            f"it has two locks: {among(LOCKS, joint='and')} lie beside it",
            where=resolver.shown(path),
            fix="keep the one that is right, and delete the other",
        )
    return found[0] if found else usual


def _source(alias: str, spec: Spec, *, where: str) -> Source:
    if not _ALIAS.fullmatch(alias):
        raise ConfigError(
            f"sources: {alias!r} can't be a source's name", where=where, fix="take letters, digits and dashes"
        )
    kinds = [kind for kind in KINDS if getattr(spec, kind.name)]
    name = f"sources.{alias}"
    if len(kinds) != 1:
        raise ConfigError(
            f"{name} must be one of {among(NAMES)}",
            where=where,
            fix=f"{alias}: {{git: https://..., revision: main}}",
        )
    (kind,) = kinds
    said = {key: getattr(spec, key) for key in dict.fromkeys(key for one in KINDS for key in one.keys)}
    for key, text in said.items():
        if (key in kind.keys) != bool(text):
            message = (
                f"{name} lacks `{key}`" if key in kind.keys else f"{name}: {article(kind.name)} source has no `{key}`"
            )
            raise ConfigError(
                message, where=where, fix=f"{alias}: {{{kind.name}: ..., {': ..., '.join(kind.keys)}: ...}}"
            )
        if _ODD.search(text.replace(" ", "")) or (" " in text and not kind.blanks):
            raise ConfigError(
                f"{name}.{key} holds a character that does not belong there",
                where=where,
                fix="take letters, digits, dots, dashes and slashes, and no dash at the beginning",
            )
    location = getattr(spec, kind.name)
    if _CREDENTIALS.search(location):
        raise ConfigError(
            f"{name}: an address may hold no credentials", where=where, fix="give them to git or helm on the sidecar"
        )
    if _ODD.search(location) or not re.fullmatch(kind.address, location):
        raise ConfigError(
            f"{name}.{kind.name} must be {kind.wanted}",
            where=where,
            fix=f"write it as {among(NAMES, joint='or')} know it, with no query and no part that climbs",
        )
    chart = "".join(said[key] for key in kind.keys[:-1])
    return Source(alias=alias, kind=kind.name, location=location, asked=said[kind.asks], name=chart)


def refuse_forbidden(source: Source, base: Config, *, what: str, where: str) -> None:
    """Refuse a source whose address, in its normal form, the policy does not allow; `what` names it in the error.

    Raises:
        SourceError: its address means different things to different servers.
        PolicyError: it is not among the allowed sources.
    """
    try:
        address = normal(source.location)
    except ValueError as problem:
        raise SourceError(f"{what}: its address is not asked: {problem}", where=where, fix="correct it") from None
    allowed = base.allow
    if allowed is None or matches(allowed, address):
        return
    raise PolicyError(
        f"{what}: the policy does not allow {address}",
        where=where,
        here=f"allowed are {', '.join(allowed) or 'none'}",
        fix=f"take another source, or ask the operator to allow it in {base.limits.source}",
    )


def _lines(node: dialect.Node) -> dict[str, int]:
    return {
        alias.value: alias.start_mark.line + 1
        for key, value in dialect.pairs(node)
        if key.value == "sources"
        for alias, _ in dialect.pairs(value)
    }


def bounds(base: Config) -> Bounds:
    """Return the bounds of a source: the policy's, else generous defaults."""
    usual, limits = Bounds(), base.limits
    return Bounds(
        bytes=limits.source_bytes or usual.bytes,
        files=limits.source_files or usual.files,
        allow=base.allow,
        credentials=base.credentials,
    )

"""The `sources` of a swell.yaml: the value of each, and the policy's permission for it."""

import os
import re
from collections.abc import Iterator, Mapping

from cmp import dialect
from cmp.config.model import Config
from cmp.config.spec import SourceSpec
from cmp.errors import ConfigError, PolicyError, SourceError
from cmp.sources.address import normal
from cmp.sources.address_globs import matches
from cmp.sources.declaration import Declared
from cmp.sources.model import Bounds, Source
from cmp.sources.paths import PathResolver

LOCK = "swell.lock"

_ALIAS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
_KEYS = {"git": ("revision",), "oci": ("revision",), "helm": ("chart", "version")}
"""What each kind of source is asked for by, beside its address."""

_ADDRESSES = {
    "git": (re.compile(r"(https?|ssh)://[^/]+/.+|[\w.-]+@[\w.-]+:.+"), "an https:// or ssh:// address"),
    "oci": (re.compile(r"oci://[^/]+/.+"), "an oci:// address"),
    "helm": (re.compile(r"https?://[^/]+.*"), "an https:// address"),
}
_ODD = re.compile(r"[\s\x00-\x1f%?#\\]|/\.\.?(/|$)|^-")  # characters that two programs might read differently
_CREDENTIALS = re.compile(r"https?://[^/]*@|://[^/@]*:[^/@]*@")


def declared(
    specs: Mapping[str, SourceSpec], node: dialect.Node, *, path: str, shown: str, resolver: PathResolver, base: Config
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
        lock = resolver.resolve(LOCK, base=os.path.dirname(path)) if path else ""
        yield Declared(
            source=source,
            where=where,
            lock=lock,
            shown=resolver.shown(lock) if lock else "",
            environment=resolver.environment,
            bounds=bounds(base),
        )


def _source(alias: str, spec: SourceSpec, *, where: str) -> Source:
    if not _ALIAS.fullmatch(alias):
        raise ConfigError(
            f"sources: {alias!r} can't be a source's name", where=where, fix="take letters, digits and dashes"
        )
    kinds = [kind for kind in _KEYS if getattr(spec, kind)]
    name = f"sources.{alias}"
    if len(kinds) != 1:
        raise ConfigError(
            f"{name} must be one of git, oci and helm",
            where=where,
            fix=f"{alias}: {{git: https://..., revision: main}}",
        )
    kind = kinds[0]
    location, needed = getattr(spec, kind), _KEYS[kind]
    for key in ("revision", "chart", "version"):
        if (key in needed) != bool(getattr(spec, key)):
            message = f"{name} lacks `{key}`" if key in needed else f"{name}: a {kind} source has no `{key}`"
            raise ConfigError(message, where=where, fix=f"{alias}: {{{kind}: ..., {': ..., '.join(needed)}: ...}}")
        if _ODD.search(getattr(spec, key).replace(" ", "")) or (kind != "helm" and " " in getattr(spec, key)):
            raise ConfigError(
                f"{name}.{key} holds a sign that does not belong there",
                where=where,
                fix="take letters, digits, dots, dashes and slashes, and no dash at the beginning",
            )
    if _CREDENTIALS.search(location):
        raise ConfigError(
            f"{name}: an address may hold no credentials", where=where, fix="give them to git or helm on the sidecar"
        )
    pattern, wanted = _ADDRESSES[kind]
    if _ODD.search(location) or not pattern.fullmatch(location):
        raise ConfigError(
            f"{name}.{kind} must be {wanted}",
            where=where,
            fix="write it as git, oci or helm know it, with no query and no part that climbs",
        )
    return Source(alias=alias, kind=kind, location=location, asked=spec.version or spec.revision, name=spec.chart)


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

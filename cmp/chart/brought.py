"""A dependency from a Helm repository or a registry, pulled as any source is: from the store, under the policy."""

from cmp.chart.metadata import Dependency
from cmp.config.model import Config
from cmp.config.source_declarations import bounds, refuse_forbidden
from cmp.errors import SourceError
from cmp.sources.declaration import Declared, is_version
from cmp.sources.model import Pinned, Source
from cmp.sources.paths import PathResolver


def brought(one: Dependency, config: Config, resolver: PathResolver, *, where: str) -> tuple[str, str]:
    """Return the folder of a dependency's files, and its version; only a range is ever asked for.

    Raises:
        SourceError: it can't be had.
        PolicyError: it may not be had.
    """
    source = _source(one, where=where)
    refuse_forbidden(source, config, what=f"the dependency {one.name}", where=where)
    declared = Declared(source=source, where=where, bounds=bounds(config))
    session = resolver.opening()
    pinned = Pinned(version=one.version) if is_version(one.version) else session.resolved(declared)
    return session.stored(declared, pinned).folder, pinned.version


def _source(one: Dependency, *, where: str) -> Source:
    address = one.repository.rstrip("/")
    if address.startswith(("@", "alias:")):
        raise SourceError(
            f"the dependency {one.name} is in {address}, a name that only `helm repo add` gives a meaning",
            where=where,
            fix="write the repository's address instead",
        )
    if address.startswith("oci://"):
        return Source(alias=one.name, kind="oci", location=f"{address}/{one.name}", asked=one.version)
    return Source(alias=one.name, kind="helm", location=address, asked=one.version, name=one.name)

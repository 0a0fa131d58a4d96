"""`helm dependency build`: a charts/ folder with all that a chart depends on.

A dependency is kept from the chart's own charts/ folder, packed from another folder of the same repository or source,
or pulled as any source is: from the store, under the policy.
"""

import os
from collections.abc import Iterator, Sequence

from cmp.chart.chart import CHART, Chart
from cmp.chart.helmignore import rules
from cmp.chart.lock import listed, settled
from cmp.chart.metadata import Dependency, InstalledChart, read_mapping
from cmp.chart.package import archive_name, pack
from cmp.config.model import Config
from cmp.config.source_declarations import bounds, refuse_forbidden
from cmp.errors import PullError, SourceError
from cmp.sources.declaration import Declared
from cmp.sources.files import copy_file, copy_files
from cmp.sources.model import Pinned, Source
from cmp.sources.paths import PathResolver
from cmp.sources.pull.helm import HELM
from cmp.sources.pull.kinds import for_dependency
from cmp.sources.pull.semver_ranges import constraint
from cmp.system.files import is_file, is_folder, real

CHARTS = "charts"
_ARCHIVES = (".tgz", ".tar.gz")
_LOCAL = "file://"  # how the repository of a dependency begins that lies in another folder of the chart's own source


def build(chart: str, into: str, config: Config, resolver: PathResolver, *, local: bool = True) -> None:
    """Write a charts/ folder for a chart, which may have some of it already.

    Args:
        chart: the chart's folder, in which nothing is written.
        into: the folder to make.
        config: whose policy counts.
        resolver: where sources are opened, and paths have names.
        local: whether charts of the same repository belong into it, too.

    Raises:
        SourceError: a dependency can't be had, or the chart's lock is of others.
        PolicyError: a dependency may not be had.
    """
    said = listed(chart, resolver)
    wanted = settled(said)
    where = said.at(said.list_file if said.lock is None else said.lock_file)
    os.makedirs(into)
    there = _keep(os.path.join(chart, CHARTS), into, said.installed, wanted)
    for one in wanted:
        if one.repository.startswith(_LOCAL):
            if local:
                _pack_local(one, chart, into, resolver, where=where)
        elif not any(found.serves(one) for found in there):
            if not one.repository:
                raise SourceError(
                    f"the dependency {one.name} has no repository, and is not in charts/",
                    where=where,
                    here="\n".join(_others(said, one.name)),
                    fix="give it a `repository`, or commit its chart in charts/",
                )
            folder, version = _pulled(one, config, resolver, where=where)
            pack(folder, os.path.join(into, archive_name(one.name, version, where=where)), name=one.name)


def _others(chart: Chart, name: str) -> Iterator[str]:
    """Yield what charts/ has that is called like a dependency, and is another chart or version, or no chart."""
    for one in chart.charts:
        if os.path.basename(one.entry).startswith(name):
            found = one.as_installed if CHART in one.files else None
            what = f"is {found.name} {found.version}" if found and found.name else "has no Chart.yaml with a name"
            yield f"{one.entry} {what}"


def _keep(
    charts: str, into: str, there: Sequence[InstalledChart], wanted: Sequence[Dependency]
) -> list[InstalledChart]:
    """Copy what stays, and return the charts in it: all but archives that are not wanted, or that are packed again."""
    known, kept = {os.path.basename(found.entry): found for found in there}, list[InstalledChart]()
    stays = [one for one in wanted if not one.repository.startswith(_LOCAL)]
    for entry in os.listdir(charts) if is_folder(charts) else ():
        path = os.path.join(charts, entry)
        found = known.get(entry)
        if is_folder(path):
            copy_files(path, os.path.join(into, entry))
        elif not entry.endswith(_ARCHIVES) or (found and any(map(found.serves, stays))):
            copy_file(charts, entry, into)
        else:
            continue
        kept += [found] if found else []
    return kept


def _pack_local(one: Dependency, chart: str, into: str, resolver: PathResolver, *, where: str) -> None:
    """Write the archive of a chart that another one names by its path.

    As with Helm, its own dependencies are those in its own charts/ folder.

    Raises:
        SourceError: it is not there, leads out of the repository, or is another version.
    """
    path = one.repository.removeprefix(_LOCAL)
    folder, root = real(os.path.join(chart, path)), resolver.root_of(chart)
    if not f"{folder}/".startswith(f"{root.rstrip('/')}/"):
        raise SourceError(
            f"the dependency {one.name} leads out of the repository",
            where=where,
            fix="name a folder of the same repository, or a chart repository",
        )
    file = os.path.join(folder, "Chart.yaml")
    if not is_file(file):
        raise SourceError(
            f"the dependency {one.name} is not at {path}: no Chart.yaml is there", where=where, fix="correct its path"
        )
    resolver.refuse_links(folder)
    shown = resolver.shown(file)
    found = str(read_mapping(file, shown=shown).get("version", ""))
    if not one.takes(found):
        raise SourceError(
            f"the dependency {one.name} should be {one.version}, and {shown} is {found}",
            where=where,
            fix="run `helm dependency update`, and commit what it writes",
        )
    target = os.path.join(into, archive_name(one.name, found, where=shown))
    pack(folder, target, name=one.name, without=rules(folder, shown=resolver.shown(folder)))


def _pulled(one: Dependency, config: Config, resolver: PathResolver, *, where: str) -> tuple[str, str]:
    """Return the folder of a dependency's files, and its version; the repository is asked only for a range.

    Raises:
        SourceError: it can't be had.
        PolicyError: it may not be had.
    """
    if not constraint(one.version or "*"):
        raise SourceError(
            f"the dependency {one.name} asks for {one.version!r}, which is neither a version nor a range",
            where=where,
            fix="write a version as 1.2.3, or a range as ^1.2.0",
        )
    source = _source(one, where=where)
    refuse_forbidden(source, config, what=f"the dependency {one.name}", where=where)
    declared = Declared(source=source, where=where, bounds=bounds(config))
    session = resolver.opening()
    try:
        pinned = Pinned(version=one.version) if HELM.is_exact(one.version) else session.resolved(declared)
        return session.stored(declared, pinned).folder, pinned.version
    except PullError as problem:
        problem.where = f"{where}: the dependency {one.name}"
        raise


def _source(one: Dependency, *, where: str) -> Source:
    address = one.repository.rstrip("/")
    if address.startswith(("@", "alias:")):
        raise SourceError(
            f"the dependency {one.name} is in {address}, a name that only `helm repo add` gives a meaning",
            where=where,
            fix="write the repository's address instead",
        )
    kind = for_dependency(address)
    location = kind.repository.format(repository=address, name=one.name)
    name = one.name if len(kind.keys) > 1 else ""
    return Source(alias=one.name, kind=kind.name, location=location, asked=one.version, name=name, dependency=True)

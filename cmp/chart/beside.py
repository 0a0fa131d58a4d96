"""A dependency in another folder of the same repository or source, packed as Helm packs it."""

import os

from cmp import dialect
from cmp.chart.helmignore import rules
from cmp.chart.installed import in_range
from cmp.chart.locate import refuse_links
from cmp.chart.metadata import Dependency
from cmp.chart.package import archive_name, pack
from cmp.errors import SourceError
from cmp.sources.paths import PathResolver
from cmp.system.files import read_linked

SCHEME = "file://"


def packed_beside(one: Dependency, chart: str, into: str, resolver: PathResolver, *, where: str) -> None:
    """Write the archive of a chart that another one names by its path.

    As with Helm, its own dependencies are those in its own charts/ folder.

    Raises:
        SourceError: it is not there, leads out of the repository, or is another version.
    """
    path = one.repository.removeprefix(SCHEME)
    folder, root = os.path.realpath(os.path.join(chart, path)), resolver.root_of(chart)
    if not f"{folder}/".startswith(f"{root.rstrip('/')}/"):
        raise SourceError(f"the dependency {one.name} leads out of the repository", where=where)
    file = os.path.join(folder, "Chart.yaml")
    if not os.path.isfile(file):
        raise SourceError(
            f"the dependency {one.name} is not at {path}: no Chart.yaml is there", where=where, fix="correct its path"
        )
    refuse_links(folder, resolver)
    shown = resolver.shown(file)
    try:
        said = dialect.load(read_linked(file, shown=shown)) or {}
    except dialect.YamlError as problem:
        raise SourceError(problem.message, where=f"{shown}:{problem.line}") from None
    found = str(said.get("version", ""))
    if not in_range(found, one.version):
        raise SourceError(
            f"the dependency {one.name} should be {one.version}, and {shown} is {found}",
            where=where,
            fix="run `helm dependency update`, and commit what it writes",
        )
    target = os.path.join(into, archive_name(one.name, found, where=shown))
    pack(folder, target, name=one.name, without=rules(folder, shown=resolver.shown(folder)))

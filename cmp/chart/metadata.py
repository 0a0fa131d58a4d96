"""The dependencies of a chart, as one lists them and as one has them in charts/, and the YAML that says so."""

from typing import Any

from cmp import dialect
from cmp.errors import SourceError
from cmp.sources.pull.semver import version
from cmp.sources.pull.semver_ranges import constraint
from cmp.system.files import read_linked
from cmp.value import Value

_FIX = "take letters, digits, dots and dashes"


class Dependency(Value):
    """A chart by name. `version` may be a range, `repository` is "" for one that always lies in charts/."""

    name: str
    version: str
    repository: str

    def takes(self, version: str) -> bool:
        """Tell whether a version may be put into charts/ for it: any may where none is named."""
        return in_range(version, self.version or "*")


class InstalledChart(Value):
    """A chart in charts/: the name of its file or folder there, and its own name and version."""

    entry: str
    name: str
    version: str

    def serves(self, wanted: Dependency) -> bool:
        """Tell whether it is the dependency that is wanted, in a version that fits."""
        return self.name == wanted.name and wanted.takes(self.version)


def in_range(found: str, wanted: str) -> bool:
    """Tell whether a version is the one that is wanted, or one of them; to Helm `latest` is no version, "" no range."""
    fits, known = constraint(wanted), version(found)
    return bool(fits and known and fits(known))


def read_mapping(path: str, *, shown: str) -> dict[str, Any]:
    """Return the content of a chart's YAML file, {} where it is no mapping.

    Raises:
        SourceError: the file can't be read, or is not YAML.
    """
    return mapping(read_linked(path, shown=shown), shown=shown)


def mapping(text: str, *, shown: str) -> dict[str, Any]:
    """Return the content of such a file's text, {} where it is no mapping.

    Raises:
        SourceError: it is not YAML.
    """
    try:
        values = dialect.load(text)
    except dialect.YamlError as problem:
        raise SourceError(problem.message, where=f"{shown}:{problem.line}", fix=problem.fix) from None
    return values if isinstance(values, dict) else {}


def refuse_paths(name: str, version: str, *, where: str) -> None:
    """Refuse a dependency's name or version that leads to another folder; Helm refuses such names of charts, too.

    Both become parts of the names of files.

    Raises:
        SourceError: the name or the version does.
    """
    if name in ("", ".", "..") or _leads(name):
        raise SourceError(f"{name!r} can't be a dependency's name", where=where, fix=_FIX)
    if _leads(version):
        raise SourceError(
            f"{version!r} can't be the version of the dependency {name}",
            where=where,
            fix="take digits, dots and dashes, or a range",
        )


def _leads(text: str) -> bool:
    return "/" in text or "\\" in text or not text.isprintable()


def dependency(said: dict[str, Any]) -> Dependency:
    """Return a dependency as it is written."""
    texts = {key: str(said.get(key) or "") for key in ("name", "version", "repository")}
    return Dependency(**texts)


def items(listed: Any) -> tuple[dict[str, Any], ...]:
    """Return the mappings of a list, none where it is no list."""
    return tuple(one for one in listed or () if isinstance(one, dict)) if isinstance(listed, list) else ()

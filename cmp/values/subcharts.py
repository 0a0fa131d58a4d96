"""The defaults of a chart's dependencies, as Helm lays them beneath the chart's own: below their name or alias."""

import glob
import os
import tarfile

from cmp import dialect
from cmp.errors import SourceError
from cmp.sources.places import MAX_BYTES, read
from cmp.values.merge import Values


def subchart_defaults(chart: str) -> Values:
    """Return the default values of the dependencies that lie in a chart's charts/ folder, one level deep.

    Raises:
        SourceError: a file can't be read.
    """
    described = _mapping(read(os.path.join(chart, "Chart.yaml"), shown="Chart.yaml"), shown="Chart.yaml")
    found: Values = {}
    for dependency in described.get("dependencies") or ():
        if isinstance(dependency, dict) and isinstance(name := dependency.get("name"), str):
            found[str(dependency.get("alias") or name)] = _defaults(os.path.join(chart, "charts"), name)
    return found


def _defaults(folder: str, name: str) -> Values:
    plain = os.path.join(folder, name, "values.yaml")
    if os.path.isfile(plain):
        return _mapping(read(plain, shown=f"charts/{name}/values.yaml"), shown=f"charts/{name}/values.yaml")
    for path in sorted(glob.glob(os.path.join(glob.escape(folder), f"{glob.escape(name)}-*.tgz"))):
        shown = f"charts/{os.path.basename(path)}"
        try:
            with tarfile.open(path) as archive:
                member = archive.extractfile(f"{name}/values.yaml")
                return _mapping(member.read(MAX_BYTES).decode(), shown=shown) if member else {}
        except KeyError:
            continue
        except (OSError, tarfile.TarError, UnicodeDecodeError):
            raise SourceError(f"can't read the values of {shown}") from None
    return {}


def _mapping(text: str, *, shown: str) -> Values:
    try:
        values = dialect.load(text)
    except dialect.YamlError as problem:
        raise SourceError(problem.message, where=shown) from None
    return values if isinstance(values, dict) else {}

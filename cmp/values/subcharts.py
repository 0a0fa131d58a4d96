"""The defaults of a chart's dependencies, as Helm lays them beneath the chart's own: below their name or alias."""

import glob
import os
import tarfile

from cmp.chart.metadata import dependency_names, mapping
from cmp.errors import SourceError
from cmp.system.files import MAX_BYTES, read_linked
from cmp.typed.merge import Values
from cmp.values.layer import Layer


def subchart_defaults(chart: str) -> Values:
    """Return the default values of the dependencies that lie in a chart's charts/ folder, one level deep.

    Raises:
        SourceError: a file can't be read.
    """
    return {name: mapping(layer.text, shown=layer.name) for name, layer in subchart_layers(chart).items()}


def subchart_layers(chart: str, *, shown: str = "", revision: str = "") -> dict[str, Layer]:
    """Return the same as layers, by the name or alias that a dependency has in the chart's values.

    Args:
        chart: the chart's folder.
        shown: its name in messages, in front of the names of files.
        revision: where it was taken from.

    Raises:
        SourceError: a file can't be read.
    """
    return {
        alias: _defaults(os.path.join(chart, "charts"), name, shown=os.path.join(shown, "charts")).replace(
            revision=revision
        )
        for alias, name in dependency_names(chart).items()
    }


def _defaults(folder: str, name: str, *, shown: str) -> Layer:
    plain = os.path.join(folder, name, "values.yaml")
    if os.path.isfile(plain):
        called = os.path.join(shown, name, "values.yaml")
        return Layer(name=called, text=read_linked(plain, shown=called))
    for path in sorted(glob.glob(os.path.join(glob.escape(folder), f"{glob.escape(name)}-*.tgz"))):
        called = os.path.join(shown, os.path.basename(path))
        try:
            with tarfile.open(path) as archive:
                member = archive.extractfile(f"{name}/values.yaml")
                return Layer(name=called, text=member.read(MAX_BYTES).decode() if member else "")
        except KeyError:
            continue
        except (OSError, tarfile.TarError, UnicodeDecodeError):
            raise SourceError(f"can't read the values of {called}") from None
    return Layer(name=os.path.join(shown, name))

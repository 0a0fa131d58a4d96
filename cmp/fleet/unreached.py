"""The files of a repository that none of its Applications reaches: manifests, values files and charts."""

import os
import re
from collections.abc import Collection, Iterator, Sequence

from cmp.errors import SwellError
from cmp.request.checkout import read_within
from cmp.system.files import is_folder

_ENDINGS = (".yaml", ".yml")
_MANIFEST = re.compile(r"^apiVersion:(?!\s*(?:argoproj\.io|swell|kustomize\.config\.k8s\.io)/).*\S", re.MULTILINE)
_KIND = re.compile(r"^kind:.*\S", re.MULTILINE)
_LEFT_ALONE = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def unreached(paths: Sequence[str], reached: Collection[str]) -> Iterator[str]:
    """Yield the files below folders that nothing has read, of a chart only its Chart.yaml.

    Args:
        paths: those that were named; of a file no others are looked at.
        reached: the real paths of files that were read, and with a slash behind them of folders that count as a whole.
    """
    files = frozenset(reached)
    whole = tuple(path for path in reached if path.endswith("/"))
    for top in dict.fromkeys(os.path.normpath(path) for path in paths if is_folder(path)):
        for folder, folders, names in os.walk(top):
            folders[:] = sorted(name for name in folders if name[0] != ".")
            if any(name in names for name in _LEFT_ALONE):
                folders.clear()
                continue
            packed = "Chart.yaml" in names
            folders[:] = [] if packed else folders
            for name in ["Chart.yaml"] if packed else sorted(names):
                path = os.path.join(folder, name)
                real = os.path.realpath(path)
                if real not in files and not real.startswith(whole) and _counts(path):
                    yield os.path.normpath(path)


def _counts(path: str) -> bool:
    """Tell whether a file holds what an Application would deploy: manifests, values, or a chart."""
    name = os.path.basename(path)
    if name[0] == "." or not name.endswith(_ENDINGS):
        return False
    if name == "Chart.yaml" or "values" in name:
        return True
    try:
        text = read_within(path, shown=path)
    except SwellError:
        return False
    return bool(_MANIFEST.search(text) and _KIND.search(text))

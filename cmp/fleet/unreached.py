"""The files of a repository that none of its Applications reaches: manifests, values files and charts."""

import os
import re
from collections.abc import Collection, Iterator, Sequence

from cmp.checks.repository.facts import Lost
from cmp.errors import SwellError
from cmp.fleet.found import Found
from cmp.request.application import folder_here, roots_of
from cmp.request.checkout import read_within
from cmp.system.files import is_folder, is_there
from cmp.system.walk import each_folder

_ENDINGS = (".yaml", ".yml")
_TOOLS = r"\s*(?:argoproj\.io|swell|kustomize\.config\.k8s\.io)/"
_OF_TOOLS = re.compile(rf"^apiVersion:{_TOOLS}", re.MULTILINE)
_MANIFEST = re.compile(rf"^apiVersion:(?!{_TOOLS}).*\S", re.MULTILINE)
_KIND = re.compile(r"^kind:.*\S", re.MULTILINE)
_LEFT_ALONE = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def unreached(paths: Sequence[str], reached: Collection[str]) -> Iterator[Lost]:
    """Yield the files below folders that nothing has read, of a chart only its Chart.yaml.

    They come together by the highest folder below such a folder in which nothing was read at all.

    Args:
        paths: those that were named; of a file no others are looked at.
        reached: the real paths of files that were read, and with a slash behind them of folders that count as a whole.
    """
    known = {folder for path in reached for folder in _above(path.rstrip("/"))}
    for top in dict.fromkeys(os.path.normpath(path) for path in paths if is_folder(path)):
        found: dict[str, list[str]] = {}
        for path in _files(top, reached):
            below = [path[: at.start()] for at in re.finditer("/", path) if at.start() > len(top) * (top != ".")]
            home = next((one for one in below if os.path.realpath(one) not in known), os.path.dirname(path))
            found.setdefault(home, []).append(path)
        yield from (Lost(folder=home, files=tuple(files)) for home, files in found.items())


def _above(path: str) -> Iterator[str]:
    while path != (path := os.path.dirname(path)):
        yield path


def _files(top: str, reached: Collection[str]) -> Iterator[str]:
    files = frozenset(reached)
    whole = tuple(path for path in reached if path.endswith("/"))
    for folder, folders, names in each_folder(top):
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


def may_reach(one: Found | None) -> tuple[str, ...] | None:
    """Return the folders that an Application without an answer may read, as `unreached` takes them.

    None where that can't be told: a plugin or Kustomize reads other folders, too.
    """
    if one is None or not one.document:
        return None
    spec = one.document.get("spec") or {}
    sources = [source for source in spec.get("sources") or [spec.get("source")] if isinstance(source, dict)]
    folders = [
        folder for source in sources if (folder := folder_here(source, roots_of(one.file))) and ("path" in source)
    ]
    built = any(is_there(os.path.join(folder, name)) for folder in folders for name in _LEFT_ALONE)
    if built or any({"plugin", "kustomize"} & source.keys() for source in sources):
        return None
    return tuple(f"{folder}/" for folder in folders)


def _counts(path: str) -> bool:
    """Tell whether a file holds what an Application would deploy: manifests, values, or a chart."""
    name = os.path.basename(path)
    if name[0] == "." or not name.endswith(_ENDINGS):
        return False
    if name == "Chart.yaml":
        return True
    try:
        text = read_within(path, shown=path)
    except SwellError:
        return False
    named = "values" in name and not _OF_TOOLS.search(text)
    return named or bool(_MANIFEST.search(text) and _KIND.search(text))

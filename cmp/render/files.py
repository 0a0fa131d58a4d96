"""Writing manifests into a folder, one file for each object, for a branch of rendered manifests.

The new folder is written beside the old one and then takes its place: a failure leaves the old one as it was, and
nothing is written through a link that lies in it. A run that is killed between the two steps leaves the old folder
beside, and the next run begins by putting it back; only one run at a time writes into a folder.
"""

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

from cmp.errors import SourceError
from cmp.manifests.split import join
from cmp.model import Manifest
from cmp.objects.objects import Objects
from cmp.request.checkout import refuse_to_write_astray
from cmp.system.locks import Exclusive
from cmp.system.written import writing

_MARK = ".swell"  # lists the files that Swell wrote, so that a later run removes those alone
_ENDING = ".yaml"
_OLD = "old"
_LONGEST = 200  # bytes of a file's name before it is cut; file systems take 255


def write_files(manifests: tuple[Manifest, ...], folder: str) -> None:
    """Write the manifests into files, as `write_texts` does."""
    write_texts(_files(manifests), folder)


def write_texts(files: Mapping[str, str], folder: str) -> None:
    """Write texts into files; files of an earlier run are gone, others that lie there since then stay.

    Raises:
        SourceError: the folder is a link or leads out of the repository, can't be replaced or written, or holds files
            that Swell did not write, of which one has the name of a new one or none is `.swell`.
    """
    refuse_to_write_astray(folder)
    path = os.path.abspath(folder)
    parent, name = os.path.split(path)
    work = os.path.join(parent, f".swell-{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}")
    with writing(folder):
        os.makedirs(parent, exist_ok=True)
        with Exclusive(os.path.realpath(parent)):
            _clear(path, work)
            _write(files, folder, path, work)


def refuse_link(path: str, *, shown: str) -> None:
    """Refuse to write below a folder that is a link. Raises SourceError."""
    if os.path.islink(path):
        raise SourceError(f"{shown} is a link, and nothing is written through one", fix="name the folder itself")


def _clear(path: str, work: str) -> None:
    """Remove what a run left that was killed, after putting the old folder back where it has no successor yet."""
    if os.path.isdir(work) and not os.path.islink(work):
        if os.path.lexists(old := os.path.join(work, _OLD)) and not os.path.lexists(path):
            os.rename(old, path)
        shutil.rmtree(work)


def _write(files: Mapping[str, str], folder: str, path: str, work: str) -> None:
    kept = _kept(path, folder)
    if taken := next((name for name in kept if name in files), ""):
        raise SourceError(
            f"{os.path.join(folder, taken)} is no file that Swell wrote, and an object's file has that name",
            fix="rename it, or move it elsewhere",
        )
    os.mkdir(work, 0o700)
    fresh, old = os.path.join(work, "new"), os.path.join(work, _OLD)
    try:
        os.mkdir(fresh)
        _fill(fresh, files, path, kept)
        _replace(path, fresh, old)
    finally:
        if os.path.lexists(path) or not os.path.lexists(old):  # else the old one could not be put back
            shutil.rmtree(work, ignore_errors=True)


def _kept(path: str, folder: str) -> list[str]:
    """Return the names in a folder that Swell did not write.

    Raises:
        SourceError: it is no folder of Swell's, or can't be replaced.
    """
    refuse_link(path, shown=folder)
    names = os.listdir(path) if os.path.lexists(path) else []
    mark = os.path.join(path, _MARK)
    if names and (os.path.islink(mark) or not os.path.isfile(mark)):
        raise SourceError(f"{folder} holds files that Swell did not write", fix="name an empty folder")
    if os.path.ismount(path) or path == os.path.realpath(os.curdir):
        what = "a volume of its own" if os.path.ismount(path) else "the working directory"
        raise SourceError(f"{folder} is {what}, which can't be replaced", fix="name a folder in it")
    earlier: set[str] = set()
    if names:
        with open(mark, encoding="utf-8", errors="replace") as file:
            earlier = {*file.read().splitlines(), _MARK}
    return [name for name in names if name not in earlier]


def _fill(fresh: str, files: Mapping[str, str], path: str, kept: list[str]) -> None:
    """Write the new files, and copy the kept ones into the new folder; a link stays a link."""
    for name, text in {**files, _MARK: "".join(f"{name}\n" for name in files)}.items():
        with open(os.path.join(fresh, name), "x", encoding="utf-8", newline="") as file:
            file.write(text)
    for name in kept:
        there, here = os.path.join(path, name), os.path.join(fresh, name)
        if os.path.isdir(there) and not os.path.islink(there):
            shutil.copytree(there, here, symlinks=True)
        else:
            shutil.copy2(there, here, follow_symlinks=False)


def _replace(path: str, fresh: str, old: str) -> None:
    """Let the new folder take the place of the old one; where that fails, the old one is put back."""
    if not os.path.lexists(path):
        os.rename(fresh, path)
        return
    os.chmod(fresh, os.stat(path).st_mode)
    os.rename(path, old)
    try:
        os.rename(fresh, path)
    except OSError:
        with suppress(OSError):
            os.rename(old, path)
        raise


def _files(manifests: tuple[Manifest, ...]) -> dict[str, str]:
    """Return a file's name and text for each object; objects with the same name share a file."""
    short = Counter((manifest.ref.kind, manifest.ref.name) for manifest in Objects(manifests).by_ref.values())
    texts: dict[str, list[Manifest]] = {}
    for manifest in manifests:
        ref = manifest.ref
        parts = (
            [ref.kind, ref.name] if short[ref.kind, ref.name] == 1 else [ref.kind, ref.group, ref.namespace, ref.name]
        )
        texts.setdefault(file_name("-".join(parts).lower().replace("/", "_").replace(":", "_"), _ENDING), []).append(
            manifest
        )
    return {name: join(members) for name, members in sorted(texts.items())}


def file_name(name: str, ending: str) -> str:
    """Return the name of a file for something; a long one is cut, and ends with a digest of all of it."""
    if len(whole := name.encode()) > _LONGEST:
        name = f"{whole[:_LONGEST].decode(errors='ignore')}-{hashlib.sha256(whole).hexdigest()[:16]}"
    return name + ending

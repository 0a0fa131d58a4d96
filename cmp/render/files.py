"""Writing manifests into a folder, one file for each object, for a branch of rendered manifests."""

import os
from collections import Counter

from cmp.errors import SourceError
from cmp.manifests.split import join
from cmp.model import Manifest

_MARK = ".swell"  # lists the files that Swell wrote, so that a later run removes those alone


def write_files(manifests: tuple[Manifest, ...], folder: str) -> None:
    """Write the manifests into files; remove files of an earlier run that are not written again.

    Raises:
        SourceError: the folder holds files that Swell did not write, or can't be written.
    """
    try:
        os.makedirs(folder, exist_ok=True)
        mark = os.path.join(folder, _MARK)
        earlier = _lines(mark)
        if earlier is None and os.listdir(folder):
            raise SourceError(f"{folder} holds files that Swell did not write", fix="name an empty folder")
        files = _files(manifests)
        for name in set(earlier or ()) - files.keys():
            path = os.path.join(folder, os.path.basename(name))
            if os.path.isfile(path):
                os.unlink(path)
        for name, text in {**files, _MARK: "".join(f"{name}\n" for name in sorted(files))}.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
                file.write(text)
    except OSError as problem:
        raise SourceError(f"can't write {problem.filename or folder}: {problem.strerror}") from None


def _lines(path: str) -> list[str] | None:
    if not os.path.isfile(path):
        return None
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def _files(manifests: tuple[Manifest, ...]) -> dict[str, str]:
    """Return a file's name and text for each object; objects with the same name share a file."""
    short = Counter((manifest.ref.kind, manifest.ref.name) for manifest in {m.ref: m for m in manifests}.values())
    texts: dict[str, list[Manifest]] = {}
    for manifest in manifests:
        ref = manifest.ref
        parts = (
            [ref.kind, ref.name] if short[ref.kind, ref.name] == 1 else [ref.kind, ref.group, ref.namespace, ref.name]
        )
        texts.setdefault("-".join(parts).lower().replace("/", "_").replace(":", "_") + ".yaml", []).append(manifest)
    return {name: join(members) for name, members in sorted(texts.items())}

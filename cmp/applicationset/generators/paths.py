"""The parameters that a path of a repository gives."""

import posixpath
from typing import Any

from cmp.applicationset.go_values import sanitized
from cmp.applicationset.model import Params


def of_directory(path: str, prefix: str, *, nested: bool) -> Params:
    """Return the parameters of a directory, below `prefix` where there is one; `nested` as Go templates see them.

    Source: buildPathParameters in applicationset/generators/repo_path_utils.go of Argo CD 3.6.1.
    """
    name = posixpath.basename(path) or path
    told = {"path": path, "basename": name, "basenameNormalized": sanitized(name)}
    return _below(prefix, told, path, nested=nested)


def of_file(path: str, prefix: str, *, nested: bool) -> Params:
    """Return the parameters of a file, which tell of its directory and of its name (parseFileParams, the same file)."""
    folder, file = posixpath.split(path)
    folder = folder or "."
    name = posixpath.basename(folder)
    told = {
        "path": folder,
        "basename": name,
        "filename": file,
        "basenameNormalized": sanitized(name),
        "filenameNormalized": sanitized(file),
    }
    return _below(prefix, told, folder, nested=nested)


def _below(prefix: str, told: dict[str, str], path: str, *, nested: bool) -> Params:
    parts = path.split("/")
    if nested:
        whole: dict[str, Any] = {"path": {**told, "segments": parts}}
        return {prefix: whole} if prefix else whole
    top = f"{prefix}.path" if prefix else "path"
    named = {top if key == "path" else f"{top}.{key}": value for key, value in told.items()}
    return named | {f"{top}[{number}]": part for number, part in enumerate(parts) if part}

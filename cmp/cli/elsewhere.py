"""What names an application in the copy of another revision, as the command line names it in the work tree."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from cmp.fleet.base_tree import Tree
from cmp.fleet.found import found_in
from cmp.request.application_file import application_in


def in_tree(
    tree: Tree, *, app: str | None, source: str | None, files: Sequence[str], folder: str
) -> dict[str, Any] | None:
    """Return the options `app`, `source` and `files` of an application in the copy, None where it was not there yet.

    An Application that has moved to another file since is known by its name.

    Args:
        tree: the copy.
        app: the file of its Application, if that is named.
        source: the folder that is named, or the checkout of the Application.
        files: values above all others; those that lie in the repository are taken from the copy, if they are there.
        folder: the application's folder in the work tree.
    """
    moved, place = tree.moved(app or ""), tree.moved(folder)
    outside = moved == (app or "")  # no file is named, or one of another place: it says the same at each revision
    if not outside and not os.path.isfile(moved):
        moved = _of_name(tree, application_in(app or ""))
    if not (os.path.isdir(place) if outside else moved):
        return None
    taken = tuple(there if os.path.isfile(there := tree.moved(file)) else file for file in files)
    within = tree.moved(source) if source else None
    if outside and not within:  # the Application's file lies elsewhere, and finds its folder nowhere near
        within = tree.folder
    return {"files": taken, **({"app": moved, "source": within} if moved else {"app": None, "source": place})}


def _of_name(tree: Tree, application: Mapping[str, Any]) -> str:
    """Return the one file in the copy that holds an Application of this name alone; "" where there is none."""
    wanted = _called(application)
    found = [one for one in found_in(tree.folder) if not one.is_set and _called(one.document) == wanted]
    files = {one.file for one in found}
    if len(files) != 1:
        return ""
    (file,) = files
    return file if sum(1 for _ in found_in(file)) == 1 else ""


def _called(application: Mapping[str, Any]) -> tuple[str, str]:
    metadata = application.get("metadata")
    said = metadata if isinstance(metadata, dict) else {}
    return str(said.get("name") or ""), str(said.get("namespace") or "")

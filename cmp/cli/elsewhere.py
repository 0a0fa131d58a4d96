"""What names an application in the copy of another revision, as the command line names it in the work tree."""

import os
from collections.abc import Sequence
from typing import Any

from cmp.fleet.base_tree import Tree


def in_tree(
    tree: Tree, *, app: str | None, source: str | None, files: Sequence[str], folder: str
) -> dict[str, Any] | None:
    """Return the options `app`, `source` and `files` of an application in the copy, None where it was not there yet.

    Args:
        tree: the copy.
        app: the file of its Application, if that is named.
        source: the folder that is named, or the checkout of the Application.
        files: values above all others; those that lie in the repository are taken from the copy, if they are there.
        folder: the application's folder in the work tree.
    """
    moved, place = tree.moved(app or ""), tree.moved(folder)
    if not os.path.isdir(place) or (moved and not os.path.isfile(moved)):
        return None
    taken = tuple(there if os.path.isfile(there := tree.moved(file)) else file for file in files)
    within = tree.moved(source) if source else None
    if moved == (app or "") and not within:  # the Application's file lies elsewhere, and finds its folder nowhere near
        within = tree.folder
    return {"files": taken, **({"app": moved, "source": within} if moved else {"app": None, "source": place})}

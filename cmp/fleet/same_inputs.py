"""Whether an application is made of the same in two trees of a repository, told without Helm: content decides.

What a render looks at is noted in `cmp.system.files`; it is looked at in the other tree as well, as for a cached
render.
"""

import os
from collections.abc import Iterable
from contextlib import AbstractContextManager

from cmp.answers.base import Base
from cmp.errors import SwellError
from cmp.fleet.ways import ToRender
from cmp.helm.call import HelmCall
from cmp.render.run import LazySession
from cmp.system.files import WATCH
from cmp.system.looks import TREE, UnsteadyError, state, state_of_files
from cmp.system.observed import Observations


class _HelmNeededError(Exception):
    """Only Helm knows what the render is made of."""


def same_inputs(render: ToRender, was: ToRender, trees: tuple[str, str], session: LazySession) -> bool:
    """Tell whether a render is asked for in the same words as it was, and all that it looks at is the same.

    `trees` are the root of the work tree, and that of a copy of another revision, in which it was asked for before.
    Where that is not certain, as for a source without a lock, it is not the same; nor where an input is missing, which
    the render tells.
    """
    top, other = trees
    # links of the paths that an Application names are followed before anything is noted
    if _asked(render).replace(top, other) != _asked(was):
        return False
    seen = WATCH.by = Observations()
    try:
        render.look(session, helm=_refuse)
        seen.settle()
    except (SwellError, OSError, _HelmNeededError):
        return False
    finally:
        WATCH.by = None
    if not seen.steady:
        return False
    here, there = (Base(folder=root, root=root, missing="") for root in (top, other))
    looked = {(sort, here.short(path)) for sort, path in seen.notes if f"{path}/".startswith(f"{top}/")}
    return all(
        _found(here, sort, short) == _found(there, sort, short)
        for sort, short in looked
        if os.path.basename(short) != ".git"  # which a copy has not
    )


def _asked(render: ToRender) -> str:
    """Return all that is asked for, with a whole path, whichever file says it and whatever the folder is called."""
    whole = render.request.replace(file="", called="", folder=os.path.realpath(render.request.folder))
    return f"{render.way} {whole!r}"


def _refuse(_: HelmCall) -> AbstractContextManager[Iterable[str]]:
    raise _HelmNeededError


def _found(base: Base, sort: str, short: str) -> bytes:
    path = base.whole(short)
    try:
        return state_of_files(path) if sort == TREE else base.found(sort, state(sort, path))
    except (OSError, UnsteadyError, RecursionError):
        return path.encode(errors="surrogateescape")  # which is different in each tree

"""Which of several Helms an application asks for: `helm: {version: v3}`, by what their files or folders are called.

They lie in SWELL_HELMS as `helm-v3`, `helm-v4.2.1`, or as `v3/helm`; on a laptop in the folder helm beside Swell's bin.
The names give the versions, since asking a program for its version would cost a process at each render.
"""

import os
import sys

from cmp.errors import CommandError
from cmp.system.files import entries, is_file, is_folder, is_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.settings import Settings


def find(asked: str, settings: "Settings") -> str:
    """Return the path of the newest Helm of a version, which may be given in part: v3, 3.17.

    Raises:
        CommandError: there is none.
    """
    where = folder(settings)
    found = there(where)
    wanted = numbers(asked)
    fitting = sorted(version for version in found if version[: len(wanted)] == wanted)
    if fitting:
        return found[fitting[-1]]
    known = ", ".join("v" + ".".join(map(str, version)) for version in sorted(found))
    raise CommandError(
        f"no Helm {asked} is here, which is asked for",
        here=f"in {where} are {known}" if known else f"{where} holds none",
        fix="correct `helm: {version}` in swell.yaml, or --helm; or let the operator put it into SWELL_HELMS",
    )


def folder(settings: "Settings") -> str:
    """Return the folder in which the Helms lie."""
    return settings.helms or os.path.join(sys.prefix, "helm")


def there(where: str) -> dict[tuple[int, ...], str]:
    """Return the paths of the programs in a folder, by the version numbers in their names."""
    names = [entry.name for entry in entries(where)] if is_folder(where) else []
    found = {}
    for name in names:
        path = os.path.join(where, name)
        path = os.path.join(path, "helm") if is_folder(path) else path
        if (called := numbers(name.removeprefix("helm-"))) and is_file(path) and is_program(path):
            found[called] = path
    return found


def numbers(text: str) -> tuple[int, ...]:
    """Return a version's numbers, none where it is no version."""
    parts = text.removeprefix("v").split(".")
    return tuple(map(int, parts)) if all(part.isascii() and part.isdigit() for part in parts) else ()

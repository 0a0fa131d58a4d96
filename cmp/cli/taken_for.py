"""What an argument or a stream seems to be that is not what the command is about, and how that is said."""

import re
from collections.abc import Sequence

from cmp.cli.output import note
from cmp.model import Ref
from cmp.system.files import is_file, is_there
from cmp.text import pasted

_OBJECT = re.compile(r"[A-Z][A-Za-z]*(\.[a-z0-9.]+)?/\S+")
_REVISION = re.compile(r"HEAD\b.*|@(\{.*)?|(origin|upstream)/\S+|[\w./-]+[~^]\d*|[0-9a-f]{7,40}")
_VALUE = re.compile(r"[A-Za-z_][\w-]*(\.[\w-]+)+")
_FILES = (".yaml", ".yml", ".json", ".tgz")


def taken_for(argument: str) -> str:
    """Return the fix for an argument where a folder is expected, "" where nothing tells what it is."""
    if is_file(argument):
        return f"an Application's file is named with --app: --app {pasted(argument)}"
    if is_there(argument):
        return ""
    if _REVISION.fullmatch(argument):
        return f"a revision is named with --base: swell diff FOLDER --base {pasted(argument)}"
    if _OBJECT.fullmatch(argument):
        return f"an object comes first, and its application behind it: swell why {pasted(argument)} FOLDER"
    if _VALUE.fullmatch(argument) and not argument.endswith(_FILES):
        return f"one value is asked for with: swell why {pasted(argument)} FOLDER"
    return ""


def tell_of_applications(refs: Sequence[Ref]) -> None:
    """Say on stderr of a stream that holds Applications alone that it was judged as what a root app deploys."""
    if refs and all(ref.group == "argoproj.io" and ref.kind in ("Application", "ApplicationSet") for ref in refs):
        note("swell: note: this is the sync of a root app. For what an Application renders: swell plan --app FILE")

"""What an argument that is no application's folder seems to be, and how that is said."""

import re

from cmp.system.files import is_file, is_there

_OBJECT = re.compile(r"[A-Z][A-Za-z]*(\.[a-z0-9.]+)?/\S+")
_REVISION = re.compile(r"HEAD\b.*|@(\{.*)?|(origin|upstream)/\S+|[\w./-]+[~^]\d*|[0-9a-f]{7,40}")
_VALUE = re.compile(r"[A-Za-z_][\w-]*(\.[\w-]+)+")
_FILES = (".yaml", ".yml", ".json", ".tgz")


def taken_for(argument: str) -> str:
    """Return the fix for an argument where a folder is expected, "" where nothing tells what it is."""
    if is_file(argument):
        return f"an Application's file is named with --app: --app {argument}"
    if is_there(argument):
        return ""
    if _REVISION.fullmatch(argument):
        return f"a revision is named with --base: swell diff FOLDER --base {argument}"
    if _OBJECT.fullmatch(argument):
        return f"an object comes first, and its application behind it: swell why {argument} FOLDER"
    if _VALUE.fullmatch(argument) and not argument.endswith(_FILES):
        return f"one value is asked for with: swell why {argument} FOLDER"
    return ""

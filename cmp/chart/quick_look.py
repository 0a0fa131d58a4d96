"""A cheap first look at a chart before Helm has started: most lack no dependencies, and hold no `.git`."""

import os

from cmp.system.files import GIT, is_file, is_folder

_FILES = ("Chart.yaml", "requirements.yaml")
_DEEPEST = 16  # charts in charts


def is_complete(chart: str) -> bool:
    """Tell whether a chart certainly lacks none of its dependencies; False where that is not certain."""
    texts = [text for file in _FILES if b"dependencies" in (text := _text(os.path.join(chart, file)))]
    if not texts:
        return True
    there = _names(os.path.join(chart, "charts"))
    return all(any(_is_of(name, one) for one in there) for text in texts for name in _listed(text) or ("",))


def holds_git(chart: str) -> bool:
    """Tell whether git's own files lie in a chart, or where a link of it leads, so that Helm would take them for its.

    Those at the top do not count where a line of .helmignore certainly leaves them out.
    """
    waiting = [chart]
    while waiting:
        here = waiting.pop()
        for name in _names(here):
            path = os.path.join(here, name)
            if name == GIT and not (here == chart and _is_left_out(chart, path)):
                return True
            if name != GIT and is_folder(path):
                waiting.append(path)
    return False


def _is_left_out(chart: str, git: str) -> bool:
    rules = os.path.join(chart, ".helmignore")
    lines = {line.removesuffix(b"\r") for line in _text(rules).split(b"\n")} if is_file(rules) else set()
    return b".git" in lines or (b".git/" in lines and is_folder(git))


def may_hold_archives(chart: str, *, depth: int = 0) -> bool:
    """Tell whether an archive lies in charts/, or deeper; True where links may lead in a cycle."""
    below = os.path.join(chart, "charts")
    return depth > _DEEPEST or any(
        name.endswith(".tgz") or may_hold_archives(os.path.join(below, name), depth=depth + 1) for name in _names(below)
    )


def _listed(text: bytes) -> list[str]:
    """Return the names in a list in block style, one a line; none where it is written in any other way."""
    lines = text.split(b"\ndependencies:", 1)[-1].splitlines()[1:]
    items, names, depth = 0, list[str](), -1
    for line in lines:
        bare = line.lstrip(b" ")
        if not bare or bare.startswith(b"#"):
            continue
        if depth < 0:
            depth = len(line) - len(bare)
        inside = len(line) - len(bare)
        if inside < depth or (inside == depth and not bare.startswith(b"-")):
            break
        items += inside == depth
        key = bare.removeprefix(b"- ").lstrip(b" ")
        if key.startswith(b"name:") and len(line) - len(key) == depth + 2:
            names.append(key[5:].strip().strip(b"\"'").decode(errors="replace"))
    return names if len(names) == items else []


def _is_of(name: str, entry: str) -> bool:
    """Tell whether an entry of charts/ is a chart's folder, or its archive."""
    return bool(name) and (entry == name or (entry.startswith(f"{name}-") and entry[len(name) + 1 :][:1].isdigit()))


def _names(folder: str) -> list[str]:
    return os.listdir(folder) if is_folder(folder) else []


def _text(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""  # the error comes when the file is needed

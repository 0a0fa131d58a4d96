"""Going through all folders below one, however deep: Python's own `os.walk` calls itself for each before 3.12."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def each_folder(top: str) -> "Iterator[tuple[str, list[str], list[str]]]":
    """Yield each folder with the names of its folders and of all else, as `os.walk` does; it goes through no link.

    Names that the caller takes out of the first list are gone by, and it goes in the order that the list gets. A folder
    that can't be read is none.
    """
    waiting = [top]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as found:
                entries = list(found)
        except OSError:
            continue
        folders = [entry.name for entry in entries if entry.is_dir()]
        yield here, folders, [entry.name for entry in entries if not entry.is_dir()]
        below = [os.path.join(here, name) for name in reversed(folders)]
        waiting += [folder for folder in below if not os.path.islink(folder)]

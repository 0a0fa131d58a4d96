"""What an application's folder is called in messages where no git gives paths a meaning."""

import os


def called(folder: str) -> str:
    """Return the path of a folder from the working directory on; "" for that itself.

    Of an absolute one that lies elsewhere it is "", too: its files are named from there on, as those of a repository.
    """
    below = os.path.normpath(os.path.relpath(folder) if os.path.isabs(folder) else folder)
    return "" if below == "." or (os.path.isabs(folder) and below.startswith("..")) else below

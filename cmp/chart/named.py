"""What dependencies and their versions may be called: both become parts of the names of files."""

from cmp.errors import SourceError

_FIX = "take letters, digits, dots and dashes"


def archive(name: str, version: str, *, where: str) -> str:
    """Return the name of the file that holds a dependency, as Helm calls it.

    Raises:
        SourceError: it would be a path.
    """
    refuse_paths(name, version, where=where)
    return f"{name}-{version}.tgz"


def refuse_paths(name: str, version: str, *, where: str) -> None:
    """Refuse what leads to another folder; Helm refuses such names of charts, too.

    Raises:
        SourceError: the name or the version does.
    """
    if name in ("", ".", "..") or _leads(name):
        raise SourceError(f"{name!r} can't be a dependency's name", where=where, fix=_FIX)
    if _leads(version):
        raise SourceError(f"{version!r} can't be the version of the dependency {name}", where=where)


def _leads(text: str) -> bool:
    return "/" in text or "\\" in text or not text.isprintable()

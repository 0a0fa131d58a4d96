"""Looks at the file system whose answers can be compared: each returns the state of what is at a path.

    kind     whether a path leads to a file, a folder or nothing
    entry    the same, of a link itself
    names    the entries of a folder, with their kinds
    real     where a path leads, all links followed
    content  the digest of a file's bytes
    tree     the digest of all that lies below a folder, links followed, as a program reads a chart
    program  the size and times of a program; nothing if it can't be run
    code     the digest of the sizes and times of files of Python code, whose paths are lines

It needs next to no import, since cached renders are looked up with it before anything else is done.
"""

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

KIND, ENTRY, NAMES, REAL, CONTENT, TREE, PROGRAM, CODE = (
    *("kind", "entry", "names", "real", "content", "tree", "program", "code"),
)
_LOADED: "dict[str, bytes]" = {}  # the states of files of code as they were when this process had loaded them
_MOST_BYTES, _MOST_FILES = 64 << 20, 20_000  # of a tree
_DIGEST = 32  # bytes
_MANY = 2 << 20  # bytes


class UnsteadyError(Exception):
    """What was looked at can't be looked at again with a certain answer."""


def digest(*parts: bytes) -> bytes:
    """Return the digest of some bytes, in hexadecimal digits.

    Of many bytes it is SHA-256 by OpenSSL, which has the processor's own instructions for it, so that its import pays;
    of fewer BLAKE2b, whose import takes no time.
    """
    if sum(map(len, parts)) > _MANY:
        from _hashlib import openssl_sha256

        whole: Any = openssl_sha256()
    else:
        from _blake2 import blake2b

        whole = blake2b(digest_size=_DIGEST)
    for part in parts:
        whole.update(part)
    return str(whole.hexdigest()).encode()


def state(sort: str, path: str) -> bytes:
    """Return what is found at a path now, "" where nothing is.

    Raises:
        OSError: it can't be read.
        UnsteadyError: it is too large, or is something whose content has no end.
    """
    return _LOOKS[sort](path)


def of_mode(mode: int) -> bytes:
    """Return the state of a kind or an entry: what is there, not who may read it."""
    return b"%o" % stat.S_IFMT(mode)


def of_names(entries: "Iterable[os.DirEntry[str]]") -> bytes:
    """Return the state of a folder's names."""
    lines = [f"{entry.name}\0{entry.is_symlink():d}{_kind_of(entry)}" for entry in entries]
    return digest("\0\0".join(sorted(lines)).encode(errors="surrogateescape"))


def _kind_of(entry: "os.DirEntry[str]") -> str:
    return "d" if entry.is_dir() else "f" if entry.is_file() else "-"


def _mode(look: "Callable[[str], os.stat_result]") -> "Callable[[str], bytes]":
    def mode(path: str) -> bytes:
        try:
            return of_mode(look(path).st_mode)
        except (OSError, ValueError):
            return of_mode(0)

    return mode


def _names(path: str) -> bytes:
    with os.scandir(path) as entries:
        return of_names(list(entries))


def _content(path: str) -> bytes:
    return digest(_read(path))


def _read(path: str) -> bytes:
    opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_BYTES:
            raise UnsteadyError
        read = os.read(opened, found.st_size + 1)
        if len(read) != found.st_size:  # it is being written
            raise UnsteadyError
        return read
    finally:
        os.close(opened)


def state_of_files(folder: str) -> bytes:
    """Return the state of a tree without its folders: git keeps none that is empty. The errors are those of `state`."""
    return _tree(folder, files_alone=True)


def _tree(folder: str, *, files_alone: bool = False) -> bytes:
    """Return one digest of the paths and contents of all files, and of where each link leads."""
    parts, left, count = list[bytes](), _MOST_BYTES, _MOST_FILES
    for path, entry in below(folder, links=True):
        count -= 1
        if files_alone and entry.is_dir() and not entry.is_symlink():
            continue
        read = b"" if entry.is_dir() else _read(entry.path)
        left -= len(read)
        if left < 0 or count < 0:
            raise UnsteadyError
        link = os.path.relpath(os.path.realpath(entry.path), folder) if entry.is_symlink() else ""
        head = f"{path}\0{link}\0{entry.is_dir():d}\0{len(read)}\0"
        parts += (head.encode(errors="surrogateescape"), read)
    return digest(*parts)


def below(folder: str, *, links: bool = False) -> "Iterator[tuple[str, os.DirEntry[str]]]":
    """Yield all entries below a folder by their paths in it, sorted by name; what is behind links, too, if wanted.

    It does not call itself: folders may lie in each other a thousand deep.

    Raises:
        OSError: a folder can't be read.
    """
    waiting = _listed(folder, "")
    while waiting:
        path, entry = waiting.pop()
        yield path, entry
        if entry.is_dir(follow_symlinks=links):
            waiting += _listed(entry.path, f"{path}/")


def _listed(folder: str, above: str) -> "list[tuple[str, os.DirEntry[str]]]":
    with os.scandir(folder) as found:
        return [(above + entry.name, entry) for entry in sorted(found, key=lambda entry: entry.name, reverse=True)]


def latest(folder: str) -> int:
    """Return the latest time at which something below a folder has changed."""
    found = os.stat(folder).st_ctime_ns
    for _, entry in below(folder, links=True):
        found = max(found, entry.stat().st_ctime_ns, entry.stat(follow_symlinks=False).st_ctime_ns)
    return found


def _program(path: str) -> bytes:
    if not os.access(path, os.X_OK):
        return b""
    found = os.stat(path)
    return b"%o %d %d %d" % (found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def hold_code(paths: "Iterable[str]") -> None:
    """Take files of code for what they are now, whatever becomes of them: this process runs what it has loaded."""
    _LOADED.update((path, _module(path)) for path in paths)


def _code(paths: str) -> bytes:
    return digest(b"\n".join(_LOADED.get(path) or _module(path) for path in paths.split("\n")))


def _module(path: str) -> bytes:
    found = os.stat(path)
    return b"%d %d" % (found.st_size, found.st_mtime_ns)


_LOOKS: "dict[str, Callable[[str], bytes]]" = {
    KIND: _mode(os.stat),
    ENTRY: _mode(os.lstat),
    NAMES: _names,
    REAL: lambda path: os.fsencode(os.path.realpath(path)),
    CONTENT: _content,
    TREE: _tree,
    PROGRAM: _program,
    CODE: _code,
}

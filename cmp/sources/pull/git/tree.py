"""Writing a commit's tree as files from git's own bytes, without a checkout, so that filters and hooks don't run."""

from collections.abc import Iterator
from contextlib import closing

from cmp.errors import PullError
from cmp.sources.pull.git.blobs import Blobs
from cmp.sources.pull.git.command import Git
from cmp.sources.pull.writer import TreeWriter
from cmp.system import process
from cmp.value import Value

_LINK, _SUBMODULE, _EXECUTABLE = "120000", "160000", "100755"
_LONGEST_LINK = _LONGEST_LINE = 4096


class Entry(Value):
    """A file or link of a tree."""

    mode: str
    blob: str
    path: str


def write_tree(git: Git, commit: str, folder: str) -> None:
    """Write the tree into a folder.

    Raises:
        PullError: a path leads out of the folder, or the tree exceeds the bounds.
    """
    writer = TreeWriter(folder, source=git.source, bounds=git.pulling.bounds)
    entries = list(_listed(git, commit, writer))
    sizes = _sizes(git, entries)
    if sum(sizes) > git.pulling.bounds.bytes:
        writer.count(files=0, size=sum(sizes))
    with Blobs(git, [entry.blob for entry in entries]) as reading:
        for entry, size in zip(entries, sizes, strict=True):
            reading.header(entry.blob, size)
            if entry.mode == _LINK:
                if size > _LONGEST_LINK:
                    raise writer.refused(entry.path, "is a link longer than any")
                writer.link(entry.path, b"".join(reading.body(size)).decode(errors="surrogateescape"))
            else:
                writer.file(entry.path, reading.body(size), size=size, executable=entry.mode == _EXECUTABLE)
            reading.body_ends()
    writer.finish()


def _listed(git: Git, commit: str, writer: TreeWriter) -> Iterator[Entry]:
    """Yield the files and links of a tree; submodules are left out, as they belong to other repositories.

    A few trees that contain each other many times can list more files than fit in memory: each entry is counted as it
    comes, and git is stopped at the first one too many.
    """
    ends: list[process.Finished] = []
    argv = ("ls-tree", "-r", "-z", "--full-tree", commit)
    rest, lines, read, bounds = b"", 0, 0, writer.bounds
    with closing(git.output(*argv, does="ls-tree", tell=ends)) as listed:
        for chunk in listed:
            *whole, rest = (rest + chunk).split(b"\0")
            lines, read = lines + len(whole), read + len(chunk)
            if lines > bounds.files or read > bounds.files * _LONGEST_LINE:
                writer.count(files=bounds.files + 1, size=0)
            for line in whole:
                words, _, path = line.decode(errors="surrogateescape").partition("\t")
                mode, _, blob = words.split(" ")
                if mode != _SUBMODULE:
                    yield Entry(mode=mode, blob=blob, path=path)
    git.succeeded(ends[0])


def _sizes(git: Git, entries: list[Entry]) -> list[int]:
    blobs = "".join(f"{entry.blob}\n" for entry in entries)
    lines = git.call("cat-file", "--buffer", "--batch-check", does="look", stdin=blobs).decode().splitlines()
    looked = [line.split() for line in lines]
    if any(words[1:2] != ["blob"] for words in looked):
        raise PullError(
            "a file of the commit did not come along",
            where=git.source.alias,
            fix="fetch the source anew: swell lock --update",
        )
    return [int(words[2]) for words in looked]

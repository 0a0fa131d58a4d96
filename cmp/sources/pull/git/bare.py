"""Bare repositories to bring commits into, and the words that bring them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from cmp.sources.pull.git.command import Git
from cmp.system.reaper import REAPER

FETCH = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
EVERYTHING = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
"""All branches and tags."""


def begun(git: Git, folder: str) -> Git:
    """Return the same for a new bare repository."""
    bare = git.replace(folder=folder)
    bare.call("init", "--quiet", "--bare", "--template=", does="init")
    return bare


@contextmanager
def passing(git: Git) -> Iterator[Git]:
    """Give a bare repository for a question, which is gone afterwards."""
    temporary = git.pulling.settings.temporary
    try:
        made = tempfile.TemporaryDirectory(dir=temporary.path, prefix="swell-")
    except OSError as problem:
        raise temporary.refusal(problem, what="a temporary folder") from None
    with made as folder:
        REAPER.folder(folder)
        yield begun(git, folder)

"""Resolving a branch, tag or commit in git to a commit, and writing the commit's tree as files."""

import os
import re

from cmp.errors import PullError
from cmp.sources.model import Pinned, Pulling, Source
from cmp.sources.pull.faults import PassingError
from cmp.sources.pull.git.command import EVERYTHING, FETCH, Git, begun, passing
from cmp.sources.pull.git.revisions import meant
from cmp.sources.pull.git.tree import write_tree
from cmp.sources.pull.location import Location
from cmp.sources.pull.writer import scratch

_COMMIT, _LONG = re.compile(r"[0-9a-f]{40}"), re.compile(r"[0-9a-f]{64}")
# Errors of servers that can't send a commit by its id, or with a filter.
_BY_NAME_ALONE = ("unadvertised object", "not our ref", "shallow", "dumb http")


def resolve(source: Source, location: Location, pulling: Pulling) -> Pinned:
    """Return the commit that a branch, tag or commit means."""
    commit = source.asked
    if not _LONG.fullmatch(commit) and not _COMMIT.fullmatch(commit):
        commit = meant(Git(source=source, location=location, pulling=pulling))
    _refuse_long(commit, source)
    return Pinned(commit=commit)


def fetch(source: Source, location: Location, pinned: Pinned, folder: str, pulling: Pulling) -> None:
    """Write the commit's files into the folder; git verifies every object against its id."""
    _refuse_long(pinned.commit, source)
    if not _COMMIT.fullmatch(pinned.commit):
        raise PullError(f"{pinned.commit[:50]!r} is no commit", where=source.alias, fix="pin it anew with swell lock")
    git = begun(Git(source=source, location=location, pulling=pulling), os.path.join(scratch(folder), "git"))
    _bring(git, pinned.commit)
    write_tree(git, pinned.commit, folder)


def _refuse_long(commit: str, source: Source) -> None:
    if _LONG.fullmatch(commit):
        message = f"{commit[:12]} is a commit of a SHA-256 repository, and those are not pulled from"
        raise PullError(message, where=source.alias, fix="take a repository of git's usual format, SHA-1")


def confirm(source: Source, location: Location, pinned: Pinned, pulling: Pulling) -> None:
    """Check that the server has the commit, fetching as little as the server allows."""
    with passing(Git(source=source, location=location, pulling=pulling)) as git:
        _bring(git, pinned.commit, less="tree:0")


def _bring(git: Git, commit: str, *, less: str = "") -> None:
    """Fetch only the commit, with a filter if possible; else all branches and tags with their history."""
    just = ("--depth=1", *([f"--filter={less}"] if less else ()))
    try:
        git.call(*FETCH, *just, git.location.url, commit, does="fetch")
    except PassingError:
        raise
    except PullError as refusal:
        if not any(words in refusal.message for words in _BY_NAME_ALONE):
            raise
        git.call(*FETCH, git.location.url, *EVERYTHING, does="fetch")
        kind = git.call("cat-file", "--batch-check", does="look", stdin=f"{commit}\n").split()[1:2]
        if kind != [b"commit"]:
            raise refusal from None

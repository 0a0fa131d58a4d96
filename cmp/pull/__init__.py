"""Pulling: what a source is right now, and its content, by the programs that people already use for it."""

from cmp.errors import SourceError
from cmp.pull import git
from cmp.pull.model import Pinned, Pulling, Source


def resolve(source: Source, pulling: Pulling) -> Pinned:
    """Return what a source's floating name means right now.

    Raises:
        SourceError: there is no such thing, or nobody answers.
    """
    _refuse_unknown(source)
    return git.resolve(source, pulling)


def fetch(source: Source, pinned: Pinned, folder: str, pulling: Pulling) -> None:
    """Fill an empty folder with exactly the pinned content.

    Raises:
        SourceError: it is not there any more, is too large, or nobody answers.
    """
    _refuse_unknown(source)
    git.fetch(source, pinned, folder, pulling)


def _refuse_unknown(source: Source) -> None:
    if source.kind != "git":
        raise SourceError(f"${source.alias}: nothing here can pull {source.kind} sources", cure="use a git source")

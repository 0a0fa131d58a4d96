"""Resolving a branch, a tag or an abbreviated commit id to a commit, as the server has it now."""

import re

from cmp.errors import PullError
from cmp.sources.pull.git.command import EVERYTHING, FETCH, Git, passing
from cmp.text import near

_SHORT = re.compile(r"[0-9a-f]{7,39}")
_NO_NAME = re.compile(r"[ ~^:?*\[\\]|\.\.|//|@\{|/$|\.lock$|\.$|^/")
_PEELED = "^{}"


def meant(git: Git) -> str:
    """Return the commit that the name means.

    Raises:
        PullError: no commit matches, or more than one.
    """
    asked = git.source.asked
    if asked and _NO_NAME.search(asked):
        raise PullError(
            f"{asked!r} can't be the name of a branch, tag or commit",
            where=git.source.alias,
            fix="name a branch, a tag or a commit, without a dash at the beginning",
        )
    refs = _listed(git, "HEAD", *((asked, asked + _PEELED) if asked else ()))
    if not asked:
        if "HEAD" in refs:
            return refs["HEAD"]
        raise PullError(
            "it has no commit yet", where=git.source.alias, fix="push a commit to it, or correct its address"
        )
    names = (asked,) if asked.startswith("refs/") else (f"refs/heads/{asked}", f"refs/tags/{asked}")
    found = {name: refs.get(name + _PEELED) or refs[name] for name in names if name in refs}
    if len(set(found.values())) > 1:
        fix = "write " + " or ".join(found)
        raise PullError(f"{asked} is both a branch and a tag, of different commits", where=git.source.alias, fix=fix)
    if found:
        return next(iter(found.values()))
    return _begun(git, asked) if _SHORT.fullmatch(asked) else _none(git)


def _listed(git: Git, *patterns: str) -> dict[str, str]:
    lines = git.call("ls-remote", "--quiet", git.location.url, *patterns, does="ls-remote").decode(
        errors="surrogateescape"
    )
    return {name: commit for commit, _, name in (line.partition("\t") for line in lines.splitlines())}


def _begun(git: Git, beginning: str) -> str:
    """Return the only commit whose id begins with these digits; this needs the whole history."""
    tips = {commit for commit in _listed(git).values() if commit.startswith(beginning)}
    with passing(git) as bare:
        bare.call(*FETCH, "--filter=tree:0", git.location.url, *EVERYTHING, does="fetch")
        told = bare.call("cat-file", "--batch-check", does="look", stdin=f"{beginning}^{{commit}}\n").split()
    if told[1:2] == [b"commit"]:
        return told[0].decode()
    if told[1:2] == [b"ambiguous"] or len(tips) > 1:
        raise PullError(f"several commits begin with {beginning}", where=git.source.alias, fix="write more of it")
    return _none(git)


def _none(git: Git) -> str:
    """Raise an error that lists the existing branches and tags."""
    asked = git.source.asked
    refs = [name for name in _listed(git) if not name.endswith(_PEELED)]
    names = [
        name.removeprefix("refs/heads/").removeprefix("refs/tags/")
        for name in refs
        if name.startswith("refs/") and name.isprintable()
    ]
    close = near(asked, dict.fromkeys(names), most=3, alike=0.4)
    fix = f"the nearest are {', '.join(close)}" if close else "push it first, or correct the name"
    raise PullError(f"there is no branch, tag or commit {asked}", where=git.source.alias, fix=fix)

"""Git repositories, pulled by git itself: its credentials, proxies and certificates come with it."""

import os
import shutil
import tempfile

from cmp import process
from cmp.errors import CommandError, SourceError
from cmp.pull.model import Pinned, Pulling, Source

_REFS = ("refs/tags/{}^{{}}", "refs/tags/{}", "refs/heads/{}", "{}")
_PROTOCOLS = "https:http:ssh"
_LENGTHS = (40, 64)  # of a commit's name in full


def resolve(source: Source, pulling: Pulling) -> Pinned:
    """Return the commit that a branch, tag or HEAD is right now."""
    if len(source.asked) in _LENGTHS and all(letter in "0123456789abcdef" for letter in source.asked):
        return Pinned(commit=source.asked)
    names = [pattern.format(source.asked) for pattern in _REFS]
    lines = _git(source, pulling, "ls-remote", "--", source.location, *names).decode().splitlines()
    found = {name: commit for commit, _, name in (line.partition("\t") for line in lines)}
    for name in names:
        if name in found:
            return Pinned(commit=found[name])
    raise SourceError(
        f"${source.alias}: {source.location} has no branch or tag {source.asked}", cure="correct `revision`"
    )


def fetch(source: Source, pinned: Pinned, folder: str, pulling: Pulling) -> None:
    """Write the files of a commit into a folder, none of them changed by git's own settings."""
    with tempfile.TemporaryDirectory(prefix=".git-", dir=os.path.dirname(folder)) as own:
        at = (f"--git-dir={own}", "-c", "core.autocrlf=false", "-c", "core.symlinks=true")
        _git(source, pulling, *at, "init", "--quiet", "--bare", own)
        _git(source, pulling, *at, "fetch", "--quiet", "--depth=1", "--no-tags", "--", source.location, pinned.commit)
        _refuse_much(source, _git(source, pulling, *at, "ls-tree", "-rlz", pinned.commit), pulling)
        _git(source, pulling, *at, "read-tree", pinned.commit)
        _git(source, pulling, *at, f"--work-tree={folder}", "checkout-index", "--all")


def _refuse_much(source: Source, listed: bytes, pulling: Pulling) -> None:
    sizes = [line.partition(b"\t")[0].split()[3] for line in listed.split(b"\0") if line]
    size, bounds = sum(int(text) for text in sizes if text.isdigit()), pulling.bounds
    if (bounds.bytes and size > bounds.bytes) or (bounds.files and len(sizes) > bounds.files):
        raise SourceError(
            f"${source.alias} has {len(sizes)} files of {size} bytes, which is more than the policy allows"
        )


def _git(source: Source, pulling: Pulling, *arguments: str) -> bytes:
    program = shutil.which("git", path=pulling.environ.get("PATH", os.defpath))
    if not program:
        raise CommandError("git is missing", cure="install it")
    env = dict(pulling.environ) | {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": _PROTOCOLS + ":file" * pulling.local,
        "LC_ALL": "C.UTF-8",
    }
    finished = process.finish(process.start((program, *arguments), env=env), deadline=pulling.deadline)
    if finished.status:
        said = " ".join(finished.stderr[-500:].decode(errors="replace").split())
        raise SourceError(f"${source.alias}: git could not read {source.location}: {said}")
    return finished.stdout

"""The revisions that Applications name of the repository here: Argo CD asks its server for them, Swell the clone.

Source: lsRemote in util/git/client.go and MaxVersion in util/versions/tags.go of Argo CD 3.6.1.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cmp.checks.repository.facts import Named, mapping
from cmp.errors import CommandError, SwellError
from cmp.fleet.git_revisions import Repository, address
from cmp.fleet.work_tree import top_of
from cmp.settings import Settings
from cmp.sources.pull.semver import version
from cmp.sources.pull.semver_ranges import alternatives, chosen, constraint
from cmp.text import Speller
from cmp.value import Value

_COMMIT = re.compile(r"[0-9A-Fa-f]{7,40}")
_HEADS, _TAGS = "refs/heads/", "refs/tags/"
_UNSEEN = re.compile(r"refs/(?!heads/|tags/)|(?:pull|pull-requests|merge-requests|changes)/")
"""What a server has, and a clone does not fetch."""
_ASKED = ("repoURL", "targetRevision", "tagPrefix")
_REMOTE = re.compile(r"remote\.(.+)\.(url|fetch|tagopt|promisor)")


class Checkout(Value):
    """A checkout that has all branches and tags of its server: their commits by whole names, and that of HEAD."""

    refs: Mapping[str, str]
    head: str

    def tags(self, prefix: str) -> list[str]:
        """Return the names of the tags that begin so."""
        return [name.removeprefix(_TAGS) for name in self.refs if name.startswith(_TAGS + prefix)]

    def ref(self, name: str) -> str:
        """Return the whole name of a branch or tag; "" if there is none."""
        whole = (name,) if name.startswith("refs/") else (_HEADS + name, _TAGS + name)
        return next((one for one in whole if one in self.refs), "")

    def near(self, name: str, speller: Speller) -> str:
        """Return a branch or tag that may be meant, as advice; "" for none."""
        behind = name.partition("/")[2]  # origin/main is main to a server
        known = [one.removeprefix(_HEADS).removeprefix(_TAGS) for one in self.refs]
        close = behind if behind in known else speller.nearest(name, known)
        return f"did you mean {close}?" if close else ""


class RevisionsHere:
    """Looks for what sources name; each repository is looked at once, and each revision looked for once."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._speller = settings, Speller()
        self._known: dict[tuple[str, ...], Named | None] = {}
        self._checkouts: dict[str, tuple[Repository, dict[str, Checkout]] | None] = {}

    def named(self, file: str, spec: Mapping[str, Any]) -> Iterator[Named]:
        """Yield what an Application in a file names of the repository that it lies in, where that can be told."""
        for source in spec.get("sources") or [spec.get("source")]:
            if not isinstance(source, dict) or source.get("chart"):
                continue
            repository, checkouts = self._of(top_of(file)) or (None, {})
            checkout = checkouts.get(address(str(source.get("repoURL", ""))))
            if repository and checkout:
                asked = (repository.top, *(str(source.get(name)) for name in _ASKED))
                if asked not in self._known:
                    self._known[asked] = _named(source, checkout, repository, self._speller)
                if found := self._known[asked]:
                    yield found

    def _of(self, top: str) -> tuple[Repository, dict[str, Checkout]] | None:
        if top not in self._checkouts:
            try:
                repository = Repository(top, settings=self._settings)
                self._checkouts[top] = repository, dict(_checkouts(repository))
            except SwellError:  # no git, or none here
                self._checkouts[top] = None
        return self._checkouts[top]


def _named(source: Mapping[str, Any], checkout: Checkout, repository: Repository, speller: Speller) -> Named | None:
    asked, prefix = str(source.get("targetRevision") or ""), str(source.get("tagPrefix") or "")
    if asked in ("", "HEAD") or _UNSEEN.match(asked):
        return None
    exact = version(asked) is not None
    tags = None if exact or not constraint(asked) else [tag.removeprefix(prefix) for tag in checkout.tags(prefix)]
    taken = chosen(asked, tags) if tags else None
    name = f"{prefix}{taken or asked}" if taken or exact else asked
    ref = checkout.ref(_TAGS + name if taken else name)
    commit = checkout.refs.get(ref) or (_commit(asked, repository) if _COMMIT.fullmatch(asked) else "")
    if not commit:
        close = checkout.near(name, speller) if tags is None else alternatives(asked, tags)
        return Named(revision=asked, near=close)
    return Named(revision=asked, commit=commit, elsewhere=not ref.startswith(_HEADS) and commit != checkout.head)


def _commit(beginning: str, repository: Repository) -> str:
    """Return the commit whose id begins so; "" if there is none."""
    told = repository.git("cat-file", "--batch-check", stdin=f"{beginning}^{{commit}}\n").split()
    return told[0] if told[1:2] == ["commit"] else ""


def _checkouts(repository: Repository) -> Iterator[tuple[str, Checkout]]:
    """Yield the addresses of remotes of which all branches and tags are here, each with those.

    Raises:
        CommandError: git fails.
    """
    if repository.git("rev-parse", "--is-shallow-repository").strip() != "false":
        return
    lines = repository.git("for-each-ref", "--format=%(refname) %(objectname) %(*objectname)").splitlines()
    refs = {name: peeled or own for name, own, peeled in (line.split(" ") for line in lines)}
    head = repository.git("rev-parse", "--verify", "--quiet", "HEAD").strip()
    own = {name: commit for name, commit in refs.items() if name.startswith((_HEADS, _TAGS))}
    for remote, said in _remotes(repository).items():
        tracked = f"refs/remotes/{remote}/"
        theirs = {_HEADS + name[len(tracked) :]: commit for name, commit in refs.items() if name.startswith(tracked)}
        if theirs and _brings_all(said):
            yield address(said["url"][0]), Checkout(refs={**own, **theirs}, head=head)


def _remotes(repository: Repository) -> dict[str, dict[str, list[str]]]:
    """Return what git's configuration says of each remote that has an address."""
    found: dict[str, dict[str, list[str]]] = {}
    try:
        told = repository.git("config", "--local", "--null", "--get-regexp", r"^remote\.")
    except CommandError:  # there is none
        return {}
    for key, _, value in (entry.partition("\n") for entry in told.split("\0")):
        if match := _REMOTE.fullmatch(key):
            found.setdefault(match[1], {}).setdefault(match[2], []).append(value)
    return {name: said for name, said in found.items() if mapping(said).get("url")}


def _brings_all(said: Mapping[str, list[str]]) -> bool:
    """Tell whether a remote's settings fetch all its branches, tags and commits."""
    whole = any(one.lstrip("+").startswith(f"{_HEADS}*:") for one in said.get("fetch", ()))
    return whole and "promisor" not in said and said.get("tagopt", [""])[-1] != "--no-tags"

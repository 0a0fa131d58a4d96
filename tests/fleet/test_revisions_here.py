"""Which revisions of the repository here are none, by real clones of a real repository."""

import os
import subprocess
from pathlib import Path

import pytest

from cmp.checks.repository.facts import Named
from cmp.fleet.revisions_here import RevisionsHere
from cmp.settings import Settings

URL = "https://git.example.com/team/a.git"
RANGE = "the nearest are v1.2.1, v1.2.0, v1.1.0"


def git(folder: Path, *words: str) -> str:
    own = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    return subprocess.run(
        ["git", "-C", folder, *own, *words], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """A repository with three commits: v1.1.0, v1.2.0 and web/2.0.0 on main, v1.2.1 on stage."""
    folder = tmp_path / "server"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    for tag in ("v1.1.0", "v1.2.0"):
        git(folder, "commit", "-q", "--allow-empty", "-m", tag)
        git(folder, "tag", "-a", tag, "-m", tag)
    git(folder, "tag", "web/2.0.0")
    git(folder, "checkout", "-q", "-b", "stage")
    git(folder, "commit", "-q", "--allow-empty", "-m", "on stage")
    git(folder, "tag", "v1.2.1")
    git(folder, "checkout", "-q", "main")
    return folder


def clone(server: Path, *options: str) -> Path:
    folder = server.parent / "clone"
    git(server, "clone", "-q", *options, f"file://{server}", str(folder))
    git(folder, "remote", "set-url", "origin", URL)
    return folder


def named(folder: Path, revision: str, url: str = URL, **source: str) -> list[Named]:
    here = RevisionsHere(Settings.read(os.environ))
    told = {"repoURL": url, "targetRevision": revision, "path": ".", **source}
    return list(here.named(str(folder / "apps.yaml"), {"source": told}))


@pytest.mark.parametrize(
    "revision",
    ["main", "stage", "refs/heads/stage", "v1.2.0", "refs/tags/v1.2.0", "1.2.*", ">=1.1.0 <1.3.0", "*", "^1"],
)
def test_what_argo_cd_resolves_is_there(server: Path, revision: str) -> None:
    (one,) = named(clone(server), revision)
    assert one.commit


@pytest.mark.parametrize(
    ("revision", "near"),
    [
        ("mian", "did you mean main?"),
        ("origin/stage", "did you mean stage?"),
        ("1.2.0", "did you mean v1.2.0?"),
        ("v1.2", "did you mean v1.2.1?"),
        ("HEAD~1", "did you mean HEAD?"),
        ("3.*", RANGE),
        (">2", RANGE),
        ("feature/gone", ""),
        ("a" * 40, ""),
        ("abcdef0", ""),
    ],
)
def test_what_argo_cd_does_not_resolve_is_told_with_a_near_name(server: Path, revision: str, near: str) -> None:
    assert named(clone(server), revision) == [Named(revision=revision, near=near)]


@pytest.mark.parametrize("revision", ["", "HEAD", "refs/pull/7/head", "pull/7/head", "merge-requests/7/head"])
def test_what_a_clone_has_not_is_left_alone(server: Path, revision: str) -> None:
    assert named(clone(server), revision) == []


@pytest.mark.parametrize(
    "options",
    [["--depth=1"], ["--single-branch"], ["--no-tags"], ["--filter=blob:none"], ["--depth=1", "--no-single-branch"]],
)
def test_a_shallow_or_partial_clone_can_not_tell(server: Path, options: list[str]) -> None:
    git(server, "config", "uploadpack.allowFilter", "true")
    assert named(clone(server, *options), "gone") == []


def test_another_repository_and_a_chart_are_left_alone(server: Path) -> None:
    folder = clone(server)
    assert named(folder, "gone", "https://git.example.com/team/b.git") == []
    assert named(folder, "gone", chart="web") == []
    assert named(folder, "gone", "git@git.example.com:team/a")


def test_a_repository_that_was_never_fetched_can_not_tell(server: Path) -> None:
    git(server, "remote", "add", "origin", URL)
    assert named(server, "gone") == []


def test_a_folder_without_git_can_not_tell(tmp_path: Path) -> None:
    assert named(tmp_path, "gone") == []


def test_a_branch_that_is_not_pushed_yet_is_there(server: Path) -> None:
    folder = clone(server)
    git(folder, "branch", "new")
    (one,) = named(folder, "new")
    assert one.commit


def test_a_commit_is_there_by_seven_digits(server: Path) -> None:
    folder = clone(server)
    commit = git(folder, "rev-parse", "origin/stage")
    (one,) = named(folder, commit[:7])
    assert one.commit == commit
    assert named(folder, commit[:6]) == [Named(revision=commit[:6])]


@pytest.mark.parametrize(
    ("revision", "elsewhere"), [("v1.2.0", False), ("v1.1.0", True), ("1.*", True), ("stage", False), ("main", False)]
)
def test_a_pin_that_is_not_checked_out_is_told_and_a_branch_is_not(
    server: Path, revision: str, *, elsewhere: bool
) -> None:
    (one,) = named(clone(server), revision)
    assert one.elsewhere is elsewhere


def test_a_range_may_be_one_of_tags_with_a_prefix(server: Path) -> None:
    folder = clone(server)
    (one,) = named(folder, "2.*", tagPrefix="web/")
    assert one.commit == git(folder, "rev-parse", "web/2.0.0")
    (one,) = named(folder, "1.*", tagPrefix="web/")
    assert not one.commit
    for revision in ("2.0.0", "main"):  # the prefix is one of versions alone
        (one,) = named(folder, revision, tagPrefix="web/")
        assert one.commit

"""What git is asked of a checkout, whatever its files are."""

import os
import subprocess
from pathlib import Path

import pytest

from cmp.errors import CommandError
from cmp.fleet.git_revisions import Repository
from cmp.fleet.laid import lay
from cmp.settings import Settings


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.com", *words],
        check=True,
        capture_output=True,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout, one folder of which looks like a repository, with a hook that leaves a file."""
    top = tmp_path / "checkout"
    app = top / "app"
    app.mkdir(parents=True)
    git(top, "init", "-q")
    git(app, "init", "-q", "--bare")
    (app / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n")
    hook = app / "hooks/post-index-change"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\n")
    hook.chmod(0o755)
    git(app, "commit", "-q", "--allow-empty", "-m", "of the folder")
    (tmp_path / "started").unlink(missing_ok=True)
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "of the checkout")
    return top


@pytest.mark.parametrize("named", ["app", "app/refs", "app/hooks", "."])
def test_a_folder_that_looks_like_a_repository_is_a_folder_of_the_checkout(checkout: Path, named: str) -> None:
    repository = Repository(str(checkout / named), settings=Settings.read(os.environ))
    assert repository.top == str(checkout)
    commit = repository.merge_base("HEAD")
    lay(repository, commit, str(checkout.parent / "laid"))
    repository.touched(commit, commit)
    assert (checkout.parent / "laid/app/HEAD").is_file()
    assert not (checkout.parent / "started").exists()


def test_the_hooks_of_the_checkout_itself_do_not_run(checkout: Path) -> None:
    hook = checkout / ".git/hooks/post-index-change"
    (checkout / "app/hooks/post-index-change").rename(hook)
    repository = Repository(str(checkout), settings=Settings.read(os.environ))
    lay(repository, repository.merge_base("HEAD"), str(checkout.parent / "laid"))
    assert not (checkout.parent / "started").exists()


def test_a_folder_in_no_checkout_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="this is no checkout of git"):
        Repository(str(tmp_path), settings=Settings.read(os.environ))

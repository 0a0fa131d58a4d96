"""Paths that users write, resolved below their root."""

import os
from pathlib import Path

import pytest

from cmp.errors import SourceError
from cmp.sources.paths import PathResolver


@pytest.mark.parametrize("path", ["/.git/config", "../.git/config", "link", "folder/config", ".git"])
def test_no_path_leads_to_gits_own_files_which_may_hold_a_pipelines_token(path: str, tmp_path: Path) -> None:
    root = Path(os.path.realpath(tmp_path))
    for folder in (root / ".git", root / "app/.git"):
        folder.mkdir(parents=True)
        (folder / "config").write_text("secret")
    (root / "app/link").symlink_to("../.git/config")
    (root / "app/folder").symlink_to("../.git")
    resolver = PathResolver(folder=str(root / "app"), root=str(root))
    with pytest.raises(SourceError, match="leads to git's own files"):
        resolver.resolve(path)


def test_names_that_only_look_like_it_are_files_as_any(tmp_path: Path) -> None:
    root = os.path.realpath(tmp_path)
    resolver = PathResolver(folder=root, root=root)
    assert [resolver.resolve(path) for path in (".gitignore", "a.git/config")] == [
        f"{root}/.gitignore",
        f"{root}/a.git/config",
    ]

"""A git repository whose commits Argo CD pulls."""

import shutil
import subprocess
from pathlib import Path

from processes import LIMIT


class Repository:
    """A folder for each application."""

    def __init__(self, folder: Path, branch: str = "main") -> None:
        """Start with nothing."""
        self.folder = folder
        self.url = f"file://{folder}"
        folder.mkdir()
        self._git("init", "--quiet", f"--initial-branch={branch}")

    def write(self, path: str, text: str) -> None:
        """Write a file; `commit` shows it to Argo CD."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def copy(self, folder: Path, path: str) -> None:
        """Copy a folder; `commit` shows it to Argo CD."""
        shutil.copytree(folder, self.folder / path, dirs_exist_ok=True)

    def commit(self) -> None:
        """Commit all that was written."""
        self._git("add", "--all")
        who = ("-c", "user.name=tests", "-c", "user.email=tests@example.com")
        self._git(*who, "commit", "--quiet", "--allow-empty", "--message", "Change something")

    def clone(self, folder: Path) -> None:
        """Make a clone of it."""
        self._git("clone", "--quiet", self.url, folder)

    def _git(self, *arguments: str | Path) -> None:
        subprocess.run(["git", "-C", self.folder, *arguments], check=True, timeout=LIMIT)

"""What the tests of pulling share: terms with a private home, git repositories, and what lies in a folder."""

import os
import subprocess
from pathlib import Path

from cmp.settings import Settings
from cmp.sources.model import Bounds, Pulling
from cmp.sources.pull.kinds import KINDS, NAMES
from cmp.system.process import Deadline

AUTHOR = {
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
}  # fmt: skip


SOME_DIGEST = f"sha256:{'0' * 64}"
BY_HTTP = tuple(name for name in NAMES if name != "git")
"""The kinds of sources for which Swell itself asks; git does so with a program of its own."""


def some_of(kind: str, text: str) -> str:
    """Return what a source of a kind may ask for: the text, but where only a digest says what is meant."""
    asks = KINDS[NAMES.index(kind)].asks
    return SOME_DIGEST if asks == "digest" else text


def located(kind: str, host: str, path: str, *, scheme: str = "http") -> str:
    """Return the address of a source of a kind, by a scheme if the kind has that, else by the kind's own."""
    one = KINDS[NAMES.index(kind)]
    return f"{scheme if scheme in (*one.schemes, *one.local) else one.schemes[0]}://{host}/{path}"


def terms(
    home: Path, *, seconds: float = 20, bounds: Bounds | None = None, local: bool = True, **environ: str
) -> Pulling:
    """Return terms with an empty home and a folder for temporary files."""
    (home / "home").mkdir(exist_ok=True)
    (home / "tmp").mkdir(exist_ok=True)
    basic = {"PATH": os.environ["PATH"], "HOME": str(home / "home"), "TMPDIR": str(home / "tmp")}
    deadline = Deadline.after(seconds).replace(source="SWELL_PULL_TIMEOUT")
    said = {"SWELL_LOCAL_SOURCES": "true"} if local else {}
    return Pulling(settings=Settings.read(basic | said | environ), deadline=deadline, bounds=bounds or Bounds())


def credentials(home: Path, host: str, **files: str) -> str:
    """Mount files for a host and return what SWELL_CREDENTIALS says; `ca_crt` is ca.crt, `ssh_privatekey` likewise."""
    folder = home / "credentials" / host
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / {"ssh_privatekey": "ssh-privatekey", "ca_crt": "ca.crt"}.get(name, name)
        path.write_text(text)
        path.chmod(0o400)
    return str(home / "credentials")


def git(folder: Path, *arguments: str, **environ: str) -> str:
    """Run git in a repository and return what it prints."""
    env = os.environ | AUTHOR | environ
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=env, capture_output=True, text=True, check=True
    ).stdout.strip()


def repository(folder: Path, files: dict[str, str]) -> str:
    """Make a repository with one commit on main, and return the commit."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return commit(folder, files)


def commit(folder: Path, files: dict[str, str]) -> str:
    """Write files, commit all that is there and return the commit."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=files")
    return git(folder, "rev-parse", "HEAD")


def content(folder: Path) -> dict[str, str]:
    """Return what lies in a folder: text by path, links as what they say."""
    return {
        str(path.relative_to(folder)): f"-> {path.readlink()}" if path.is_symlink() else path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def left(home: Path) -> list[str]:
    """Return the temporary files that are left."""
    return sorted(str(path.relative_to(home)) for path in (home / "tmp").rglob("*"))

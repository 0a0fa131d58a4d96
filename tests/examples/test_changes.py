"""The change that lies beside each example: its review is the one in the example's README."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from diffs import git
from programs import SWELL, helm

from examples import EXAMPLES

ASKED = {
    "backend": ("examples/backend/applications", "--env", "prod"),
    "eoapi": ("--app", "examples/eoapi/application.yaml"),
}
_BLOCK = re.compile(r"(?<=````markdown\n).*?(?=````\n)", re.DOTALL)


def review(name: str, folder: Path) -> str:
    """Return the comment on an example's change, without the digits of a commit."""
    place = folder / "examples" / name
    shutil.copytree(EXAMPLES / name, place, ignore=shutil.ignore_patterns("README.md", "change.patch"))
    git(folder, "init", "-q", "-b", "main", ".")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    git(folder, "apply", str(EXAMPLES / name / "change.patch"))
    command = [SWELL, "diff", *ASKED[name], "--base", "main", "--format", "markdown"]
    env = {"PATH": "/usr/bin:/bin", "SWELL_HELM": str(helm()), "HOME": str(folder), "TMPDIR": str(folder)}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True)
    return re.sub(r"main \([0-9a-f]{7}\)", "main", done.stdout)


@pytest.mark.parametrize("name", ASKED)
def test_the_readme_has_the_review_of_the_change(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    readme = EXAMPLES / name / "README.md"
    text, found = readme.read_text(), review(name, tmp_path)
    if request.config.getoption("update"):
        readme.write_text(_BLOCK.sub(lambda _: found, text, count=1))
    else:
        assert _BLOCK.findall(text) == [found]

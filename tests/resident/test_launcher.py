"""The program `swell` of the image, and what its client leaves the rest to: they do all that the installed one does."""

import subprocess
from pathlib import Path

import pytest
from cases import CHARTS
from image_program import PYTHON, image_program
from programs import SWELL, helm

from cmp.resident.launcher import launcher


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return image_program(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["sidecar", "--help"],
        ["generate"],
        ["generate", "."],
        ["plan"],
        ["parameters"],
        ["x"],
    ],
)
def test_it_prints_what_the_installed_program_prints(arguments: list[str], program: Path, tmp_path: Path) -> None:
    env = {"PATH": "/usr/bin:/bin", "SWELL_HELM": str(helm()), "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    runs = [
        subprocess.run([one, *arguments], cwd=CHARTS / "shop", env=env, capture_output=True, text=True, check=False)
        for one in (program, SWELL)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stderr == runs[1].stderr
    assert runs[0].returncode == runs[1].returncode


def test_it_starts_python_without_looking_for_packages(program: Path) -> None:
    alone = program.with_name("swell-alone").read_text()
    assert alone.splitlines()[0] == f"#!{PYTHON} -IS"
    assert alone == launcher(PYTHON)
    printed = subprocess.run([PYTHON, "-m", "cmp.resident.launcher"], capture_output=True, text=True, check=True).stdout
    assert printed == alone

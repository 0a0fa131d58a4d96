"""The image for arm64, which was cross-built: all of its programs are that processor's, and render alike."""

from pathlib import Path

import images
import pytest
from in_image import EOAPI, SERVED, argocd

_PROGRAMS = """
import os, stat
for folder, _, names in os.walk("/"):
    if folder.split("/")[1] in ("proc", "dev", "tmp"):
        continue
    for path in (os.path.join(folder, name) for name in names):
        if stat.S_ISREG(os.lstat(path).st_mode) and os.access(path, os.R_OK):
            with open(path, "rb") as file:
                head = file.read(20)
            if head[:4] == b"\\x7fELF":
                print(int.from_bytes(head[18:20], "little"), path)
"""
_AARCH64 = "183"  # e_machine of ELF


@pytest.fixture(scope="module")
def on_arm64() -> images.InImage:
    """Return what runs commands in the image for arm64, or skip the tests where none has been built."""
    return images.in_image("arm64")


def test_every_program_and_library_is_for_that_processor(on_arm64: images.InImage) -> None:
    found = [line.split(" ", 1) for line in on_arm64("python3", "-c", _PROGRAMS).stdout.splitlines()]
    assert {"/opt/swell/bin/swell", "/usr/bin/git"} <= {path for _, path in found}
    assert [path for machine, path in found if machine != _AARCH64] == []


def test_it_renders_the_same_bytes_with_and_without_its_server(
    on_arm64: images.InImage, in_image: images.InImage, tmp_path: Path
) -> None:
    (tmp_path / "argocd-cmp-server").write_text(SERVED)
    (tmp_path / "argocd-cmp-server").chmod(0o755)
    tmp_path.chmod(0o755)
    mounts = {"/var/run/argocd": tmp_path}
    run = on_arm64("swell", "sidecar", app=EOAPI, environment=argocd(), mounts=mounts)
    assert run.returncode == 3, run.stdout + run.stderr
    assert "without the server" not in run.stderr
    here, there = (run("swell", "generate", app=EOAPI, environment=argocd()) for run in (in_image, on_arm64))
    assert (there.returncode, there.stdout) == (0, here.stdout)

"""The last steps of `generate`: once the manifests are out, its exit code is 0, and without them it is not."""

import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import CHARTS
from programs import SWELL, helm

MANIFEST = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config\n"
FAILING = MANIFEST.replace("ConfigMap", "")


def ended(
    folder: Path, *arguments: str, out: int, err: int, stdin: str = "", before: Callable[[], None] | None = None
) -> int:
    """Return the exit code of Swell with such outputs."""
    env = {"PATH": os.defpath, "SWELL_HELM": str(helm()), "TMPDIR": str(folder), "HOME": str(folder)}
    env |= {"ARGOCD_APP_NAME": "web", "ARGOCD_APP_SOURCE_PATH": "shop", "ARGOCD_APP_PARAMETERS": "null"}
    run = subprocess.run(
        [SWELL, *arguments],
        cwd=CHARTS / "shop",
        env=env,
        input=stdin,
        text=True,
        stdout=out,
        stderr=err,
        check=False,
        preexec_fn=before,
    )
    return run.returncode


def limited(size: int) -> Callable[[], None]:
    """Return what lets no file grow beyond so many bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    """What is printed where nothing is in the way."""
    with (tmp_path / "whole").open("wb") as out:
        assert ended(tmp_path, "generate", out=out.fileno(), err=subprocess.DEVNULL) == 0
    return (tmp_path / "whole").read_bytes()


def test_manifests_that_are_out_are_a_success_though_stderr_is_full(whole: bytes, tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as out, Path("/dev/full").open("wb") as err:
        assert ended(tmp_path, "generate", out=out.fileno(), err=err.fileno()) == 0
        out.truncate(0)
        out.seek(0)
        assert ended(tmp_path, "generate", ".", out=out.fileno(), err=err.fileno()) == 0
    assert (tmp_path / "out").read_bytes() == whole


def test_manifests_that_are_out_are_a_success_though_stderr_may_not_grow(whole: bytes, tmp_path: Path) -> None:
    full = tmp_path / "err"
    full.write_bytes(b"x" * (len(whole) + 1))
    with (tmp_path / "out").open("wb") as out, full.open("ab") as err:
        before = limited(len(whole))
        assert ended(tmp_path, "generate", out=out.fileno(), err=err.fileno(), before=before) == 0
    assert (tmp_path / "out").read_bytes() == whole


def test_manifests_that_are_out_are_a_success_though_the_reader_of_stderr_is_gone(whole: bytes, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with (tmp_path / "out").open("wb") as out:
        assert ended(tmp_path, "generate", out=out.fileno(), err=writer) == 0
    os.close(writer)
    assert (tmp_path / "out").read_bytes() == whole


@pytest.mark.parametrize("size", [0, 1, 700, -1])
def test_a_file_that_can_not_take_all_manifests_gets_none(size: int, whole: bytes, tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as out:
        before = limited(size if size >= 0 else len(whole) - 1)
        assert ended(tmp_path, "generate", out=out.fileno(), err=subprocess.DEVNULL, before=before) == 2
    assert (tmp_path / "out").read_bytes() == b""


def test_a_file_keeps_what_it_held_before(whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("before\n")
    with (tmp_path / "out").open("ab") as out:
        before = limited(len(whole))
        assert ended(tmp_path, "generate", out=out.fileno(), err=subprocess.DEVNULL, before=before) == 2
    assert (tmp_path / "out").read_text() == "before\n"


@pytest.mark.parametrize("arguments", [("generate",), ("generate", "."), ("plan", "."), ("schema",)])
def test_no_room_for_what_is_printed_is_an_error_in_a_line(arguments: tuple[str, ...], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as out, (tmp_path / "err").open("wb") as err:
        assert ended(tmp_path, *arguments, out=out.fileno(), err=err.fileno()) == 2
    told = (tmp_path / "err").read_text()
    assert "No space left on device" in told.partition("\n")[0]
    assert "Traceback" not in told


@pytest.mark.parametrize("arguments", [("generate", "-"), ("plan", "-"), ("plan", "--no-such-option")])
def test_an_error_has_its_exit_code_though_stderr_is_full(arguments: tuple[str, ...], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as err:
        found = ended(tmp_path, *arguments, out=subprocess.DEVNULL, err=err.fileno(), stdin=FAILING)
    assert found == 2

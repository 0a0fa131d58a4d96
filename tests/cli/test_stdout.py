"""What goes to stdout: all of it, or nothing where that is a file that can't take all, for every command."""

import fcntl
import os
import resource
import subprocess
from pathlib import Path

import pytest
from cases import CHARTS
from programs import SWELL, helm

COMMANDS = (
    ("generate", "."), ("plan", "."), ("plan", ".", "--format", "html"), ("check", ".", "--format", "sarif"),
    ("schema",), ("values", "."), ("parameters", "."), ("help",), ("plan", "--help"), ("--help",),
    ("completion", "bash"),
)  # fmt: skip


def started(folder: Path, *arguments: str, out: int, most: int = -1, **more: str) -> subprocess.Popen[bytes]:
    """Start the program, which may let no file grow beyond `most` bytes; what it tells lies in the folder."""
    env = {"PATH": os.defpath, "SWELL_HELM": str(helm()), "TMPDIR": str(folder), "HOME": str(folder), **more}

    def limit() -> None:
        if most >= 0:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    argv = [SWELL, *arguments]
    with (folder / "err").open("wb") as err:
        return subprocess.Popen(argv, cwd=CHARTS / "shop", env=env, stdout=out, stderr=err, preexec_fn=limit)  # noqa: PLW1509  (there are none)


def whole(folder: Path, *arguments: str) -> bytes:
    with (folder / "whole").open("wb") as out:
        assert started(folder, *arguments, out=out.fileno()).wait() < 2
    return (folder / "whole").read_bytes()


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_file_that_can_not_take_all_is_left_as_it_was(
    arguments: tuple[str, ...], unbuffered: str, tmp_path: Path
) -> None:
    size = len(whole(tmp_path, *arguments))
    with (tmp_path / "out").open("wb") as out:
        os.write(out.fileno(), b"before\n")
        run = started(
            tmp_path, *arguments, out=out.fileno(), most=len("before\n") + size - 1, PYTHONUNBUFFERED=unbuffered
        )
        status = run.wait()
        os.write(out.fileno(), b"behind\n")

    assert status == 2
    assert (tmp_path / "err").read_text().startswith("swell: can't write ")
    assert (tmp_path / "out").read_bytes() == b"before\nbehind\n"


@pytest.mark.parametrize("arguments", COMMANDS[:4], ids=" ".join)
def test_a_pipe_that_does_not_wait_gets_all(arguments: tuple[str, ...], tmp_path: Path) -> None:
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(writer, False)
    run = started(tmp_path, *arguments, out=writer, PYTHONUNBUFFERED="1")
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        out = file.read()

    assert run.wait() < 2
    assert out == whole(tmp_path, *arguments)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_it_is_utf_8_wherever(encoding: str, tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as out:
        run = started(tmp_path, "plan", ".", out=out.fileno(), PYTHONIOENCODING=encoding)
        assert run.wait() == 0

    assert (tmp_path / "out").read_bytes() == whole(tmp_path, "plan", ".")

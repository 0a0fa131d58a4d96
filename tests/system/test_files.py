"""Reading a file: only what is a regular file, of a bounded size, where its path says."""

import os
from pathlib import Path

import pytest

from cmp.errors import SourceError
from cmp.system.files import MAX_BYTES, content, read_linked


def test_a_part_of_a_path_that_became_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/file").write_text("text")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "real/other").symlink_to(tmp_path / "real/file")

    for path in ("link/file", "real/other"):
        with pytest.raises(SourceError, match="can't read it"):
            content(str(tmp_path / path), shown="it")
        assert read_linked(str(tmp_path / path), shown="it") == "text"


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(SourceError, match="is no file"):
        content(str(tmp_path / "pipe"), shown="it")


@pytest.mark.parametrize("path", ["/dev/zero", "/dev"])
def test_devices_and_folders_are_refused(path: str) -> None:
    with pytest.raises(SourceError):
        content(path, shown="it")


def test_a_file_may_be_as_large_as_the_bound_and_no_larger(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a" * MAX_BYTES)
    assert len(content(str(tmp_path / "file"), shown="it")) == MAX_BYTES

    (tmp_path / "file").write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(SourceError, match="16 MiB"):
        content(str(tmp_path / "file"), shown="it")


def test_a_file_that_has_less_than_it_says_is_no_whole_one() -> None:
    path = "/sys/devices/system/cpu/online"  # of 4096 bytes, as all files there, of which the kernel gives a few
    if not os.path.exists(path):
        pytest.skip(f"{path} is missing")
    with pytest.raises(SourceError, match="the list ends before its 4096 bytes"):
        content(path, shown="the list")

"""Which failures of git are the disk's: its own words tell, and not what a server says of its disk."""

import errno
from pathlib import Path

import pytest

from cmp.sources.pull.git.faults import of_disk
from cmp.system.process import Finished


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("fatal: write error: No space left on device", errno.ENOSPC),
        ("error: file write error: Disk quota exceeded\nfatal: unable to write pack", errno.EDQUOT),
        ("fatal: cannot mkdir /tmp/x: Read-only file system", errno.EROFS),
        ("fatal: read error: Input/output error\nfatal: index-pack failed", errno.EIO),
        ("remote: fatal: write error: No space left on device\nfatal: early EOF", None),
        ("remote: error: Disk quota exceeded\nfatal: the remote end hung up unexpectedly", None),
        ("fatal: repository 'https://host/No space left on device' not found", None),
        ("", None),
    ],
)
def test_a_failure_of_the_disk_is_told_from_all_others(said: str, number: int | None) -> None:
    problem = of_disk(Finished(status=128, stdout=b"", stderr=said.encode()), "")
    assert (problem and problem.errno) == number


def test_a_folder_that_git_has_not_made_is_no_fault_of_the_disk(tmp_path: Path) -> None:
    ended = Finished(status=-9, stdout=b"", stderr=b"")

    assert of_disk(ended, str(tmp_path / "git")) is None
    assert of_disk(ended, str(tmp_path)) is None

"""Copying the files of a folder: what is no file is refused by its name, and nothing waits for it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cmp.chart.package import pack
from cmp.errors import SourceError
from cmp.sources.files import copy_files
from cmp.system.bounds import Bounds
from cmp.system.process import Deadline


def copied(folder: Path, into: Path) -> None:
    copy_files(str(folder), str(into / "copy"))


def packed(folder: Path, into: Path) -> None:
    pack(str(folder), str(into / "b-1.0.0.tgz"), name="b")


@pytest.mark.parametrize("way", [copied, packed])
@pytest.mark.parametrize(("odd", "words"), [
    ("pipe", "b/a/x is no file, but a folder, a pipe or a device"),
    ("device", "b/a/x is no file, but a folder, a pipe or a device"),
    ("loop", "the link b/a/x/a/x/"),
    ("itself", "the link b/a/x leads nowhere: Too many levels of symbolic links"),
    ("nowhere", "the link b/a/x leads nowhere: No such file or directory"),
])  # fmt: skip
def test_what_is_no_file_is_refused_by_its_name(
    way: Callable[[Path, Path], None], odd: str, words: str, tmp_path: Path
) -> None:
    place = tmp_path / "b/a/x"
    place.parent.mkdir(parents=True)
    (tmp_path / "b/Chart.yaml").write_text("name: b\n")
    if odd == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to({"device": "/dev/null", "loop": "..", "itself": "x", "nowhere": "no"}[odd])

    with Bounds(Deadline.after(5), 1 << 40, 60), pytest.raises(SourceError) as refused:
        way(tmp_path / "b", tmp_path)
    assert words in refused.value.message
    assert "room" not in refused.value.fix


@pytest.mark.parametrize("way", [copied, packed])
def test_too_few_descriptors_are_no_fault_of_a_file(way: Callable[[Path, Path], None], tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b/Chart.yaml").write_text("name: b\n")
    taken = []
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, before[1]))
    try:
        with pytest.raises(OSError, match="Too many open files"):  # noqa: PT012  (all until the last one)
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        with pytest.raises(OSError, match="Too many open files"):
            way(tmp_path / "b", tmp_path)
    finally:
        for descriptor in taken:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, before)

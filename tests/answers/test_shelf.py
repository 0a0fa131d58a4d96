"""The files of cached renders: who may read them, what is damaged, and how many there are."""

import os
from pathlib import Path

import pytest

from cmp.answers.entry import KNOWN, Entry
from cmp.answers.shelf import Found, Shelf

LOOKS = (("content", "web/values.yaml", b"abc"), ("entry", "web/swell.yaml", b"0"))
PLENTY = 1 << 20


def _entry(text: str) -> Entry:
    return Entry(state=KNOWN, looks=LOOKS, manifests=text.encode(), summary=b"one object\n")


def _put(store: Path, request: str, text: str, most: int = PLENTY) -> None:
    Shelf(str(store), request).put(_entry(text), over="", most=most)


def _found(store: Path, request: str) -> Found | None:
    return Shelf(str(store), request).find(lambda opened: tuple(opened.looks()) == LOOKS)


def _files(store: Path) -> list[Path]:
    return sorted((store / "answers").iterdir())


def test_what_is_put_is_found(tmp_path: Path) -> None:
    _put(tmp_path, "a", "---\n")
    found = _found(tmp_path, "a")
    assert found
    assert (found.state, found.manifests, found.summary) == (KNOWN, b"---\n", b"one object\n")
    assert _found(tmp_path, "b") is None


def test_only_this_user_may_read_an_answer(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        _put(tmp_path / "store", "a", "---\n")
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "store/answers", *_files(tmp_path / "store"))] == [
        0o700,
        0o600,
    ]


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o750, 0o702])
def test_a_folder_that_others_may_enter_is_not_used(tmp_path: Path, mode: int) -> None:
    _put(tmp_path, "a", "---\n")
    (tmp_path / "answers").chmod(mode)
    assert _found(tmp_path, "a") is None
    _put(tmp_path, "b", "---\n")
    assert len(_files(tmp_path)) == 1


def test_a_folder_that_is_a_link_is_not_used(tmp_path: Path) -> None:
    _put(tmp_path / "theirs", "a", "---\n")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/answers").symlink_to(tmp_path / "theirs/answers")
    assert _found(tmp_path / "ours", "a") is None


def test_a_file_that_is_a_link_is_not_used(tmp_path: Path) -> None:
    _put(tmp_path, "a", "---\n")
    [path] = _files(tmp_path)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert _found(tmp_path, "a") is None


def test_each_damaged_byte_is_noticed_and_the_file_removed(tmp_path: Path) -> None:
    _put(tmp_path, "a", "---\nkind: ConfigMap\n")
    [path] = _files(tmp_path)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert _found(tmp_path, "a") is None
        assert not path.exists()
        path.write_bytes(whole)
    assert _found(tmp_path, "a")


@pytest.mark.parametrize("cut", [0, 1, 10, 100, -1])
def test_half_a_file_is_removed(tmp_path: Path, cut: int) -> None:
    _put(tmp_path, "a", "---\nkind: ConfigMap\n")
    [path] = _files(tmp_path)
    path.write_bytes(path.read_bytes()[:cut])
    assert _found(tmp_path, "a") is None
    assert _files(tmp_path) == []


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        _put(tmp_path, name, name * 1000)
    for age, name in enumerate(("b", "c", "a")):
        os.utime(tmp_path / f"answers/{name}.0", (1000 + age, 1000 + age))
    assert _found(tmp_path, "b")  # which is a use
    _put(tmp_path, "d", "d" * 1000, most=3 * 1400)
    assert [path.name for path in _files(tmp_path)] == ["a.0", "b.0", "d.0"]


def test_a_request_has_a_few_answers_and_the_oldest_makes_room(tmp_path: Path) -> None:
    for number in range(6):
        _put(tmp_path, "a", f"{number}")
        for path in _files(tmp_path):
            os.utime(path, (path.stat().st_mtime - 10,) * 2)
    assert len(_files(tmp_path)) == 4
    assert {path.read_bytes()[-12:-11] for path in _files(tmp_path)} == {b"2", b"3", b"4", b"5"}


def test_an_answer_beyond_the_bound_is_not_written(tmp_path: Path) -> None:
    _put(tmp_path, "a", "a" * 5000, most=4000)
    assert not (tmp_path / "answers").exists()


def test_what_a_killed_writer_left_goes_after_a_while(tmp_path: Path) -> None:
    _put(tmp_path, "a", "---\n")
    for name, age in ((".new-1", 601), (".new-2", 10)):
        (tmp_path / "answers" / name).write_bytes(b"half")
        past = (tmp_path / "answers" / name).stat().st_mtime - age
        os.utime(tmp_path / "answers" / name, (past, past))
    _put(tmp_path, "b", "---\n")
    assert [path.name for path in _files(tmp_path)] == [".new-2", "a.0", "b.0"]


def test_a_store_that_can_not_be_written_is_no_error_of_a_render(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file in its place")
    with pytest.raises(OSError, match="exists"):
        _put(tmp_path, "a", "---\n")
    assert _found(tmp_path, "a") is None

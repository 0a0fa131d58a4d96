"""Each target takes random bytes, and tells when something is wrong."""

from pathlib import Path

import child
import pytest
import readers
import run
import structures
from go_reader import MissingError, RefusedError
from programs import TOP

_TRIED = 300


@pytest.fixture(scope="module", autouse=True)
def _go() -> None:
    try:
        readers.go()
    except MissingError as problem:
        pytest.skip(str(problem))


@pytest.mark.parametrize("name", readers.READERS)
def test_a_reader_takes_random_bytes(name: str) -> None:
    assert child.unguided(lambda data: readers.attempt(name, data), _TRIED, 60) == _TRIED


@pytest.mark.parametrize("name", structures.STRUCTURES)
def test_what_involves_files_takes_random_structures(name: str) -> None:
    assert structures.STRUCTURES[name](_TRIED, 60) >= _TRIED


@pytest.mark.parametrize("name", ["parameters", "references"])
def test_a_target_is_tried_in_a_process_of_its_own(name: str, tmp_path: Path) -> None:
    count, fault = run.tried(name, 20, 60, str(tmp_path), 1)
    assert (count >= 20, fault) == (True, "")


def test_all_targets_are_run_and_every_reader_is_guided_by_a_room() -> None:
    assert run.targets().keys() == readers.READERS.keys() | structures.STRUCTURES.keys()
    assert child.ROOMS.keys() == readers.READERS.keys()
    assert all((TOP / room.replace(".", "/")).is_dir() for room in child.ROOMS.values())


@pytest.mark.parametrize(
    ("wanted", "found"),
    [(1, 2), ({"a": "1"}, {"a": 1}), ([None], []), (RefusedError(), "x"), ("x", ValueError()), (1.5, "1.5")],
)
def test_two_readings_that_differ_are_told(wanted: object, found: object) -> None:
    with pytest.raises(readers.DifferenceError):
        readers.compare(wanted, found, "")


@pytest.mark.parametrize(("wanted", "found"), [({"a": [2**70]}, {"a": [float(2**70)]}), (RefusedError(), ValueError())])
def test_two_readings_that_are_one_are_not(wanted: object, found: object) -> None:
    readers.compare(wanted, found, "")


def test_go_reads_as_argo_cd_does() -> None:
    assert readers.go().document("a: [0o7, y, 1e3, 25921e05]") == {"a": [7, True, 1000, 2592100000]}
    assert readers.go().stream("a: 1\n---\n# no\n---\nb: 2\n") == [{"a": 1}, {"b": 2}]
    with pytest.raises(RefusedError):
        readers.go().document("a: [")


@pytest.mark.parametrize("end", ["\r", "\x85", "\u2028", "\u2029", "\r\n", "\r\r\n", "\r\r\r\n", "\n\r"])
@pytest.mark.parametrize("before", ["#", "# Source: a", "---\n# a", "", "---"])
def test_line_ends_are_to_swell_what_they_are_to_argo_cd(before: str, end: str) -> None:
    text = f"{before}{end}kind: A\nmetadata: {{name: a}}\nspec: |+\n  b{end}{end}"
    readers.stream(text)
    readers.splice(text)


def test_a_fault_is_told_with_its_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    def faulty(data: bytes) -> None:
        if len(data) > 3:
            raise KeyError(data)

    with pytest.raises(KeyError):
        child.unguided(faulty, _TRIED, 60)
    assert "fault: " in capsys.readouterr().err


def test_what_lies_outside_is_seen(tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    structures.refuse_escape(tmp_path, into)
    (into / "link").symlink_to(tmp_path)
    with pytest.raises(structures.EscapedError):
        structures.refuse_escape(tmp_path, into)
    (into / "link").unlink()
    (tmp_path / "beside").touch()
    with pytest.raises(structures.EscapedError):
        structures.refuse_escape(tmp_path, into)


def test_an_archive_that_unpacks_is_among_those_that_are_tried(tmp_path: Path) -> None:
    structures.archive(tmp_path, [("a.yaml", "", b"text", 0)], 0)

    assert (tmp_path / "into/a.yaml").read_bytes() == b"text"

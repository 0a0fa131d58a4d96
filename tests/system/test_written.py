"""What is said where a file or folder can't be written."""

from errno import EACCES, EROFS
from pathlib import Path

import pytest

from cmp.errors import SourceError
from cmp.system.written import writing


@pytest.mark.parametrize(
    ("number", "said", "fix"),
    [
        (EACCES, "permission denied", "let this user write there, or name another place"),
        (EROFS, "read-only file system", "name a place on a disk that is not read-only"),
    ],
)
def test_the_error_says_what_could_not_be_written_and_why(number: int, said: str, fix: str) -> None:
    with pytest.raises(SourceError) as told, writing("web/swell.yaml"):
        raise OSError(number, said.capitalize())
    assert (str(told.value), told.value.fix) == (f"can't write web/swell.yaml: {said}", fix)


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(SourceError, match="can't write a/b: not a directory"), writing("a/b"):
        (tmp_path / "a/b").write_text("")
    with pytest.raises(SourceError, match="is a directory"), writing("a"):
        tmp_path.write_text("")

"""Folders to write to: the one for temporary files, and the store."""

from pathlib import Path

import pytest
from setups import setup, told, wrong


@pytest.mark.parametrize(("variable", "text", "found", "fix"), [
    ("TMPDIR", "/proc", "temporary can't write to /proc", "let TMPDIR name a folder that can be written to"),
    ("SWELL_STORE", "/proc/store", "store can't write to /proc/store", "SWELL_STORE"),
    ("SWELL_STORE", "store", "store SWELL_STORE must be an absolute path", "/var/cache/swell"),
    ("SWELL_STORE_BYTES", "900000000000000", "its volume", "SWELL_STORE_BYTES"),
    ("SWELL_STORE_BYTES", "2Gi", "store SWELL_STORE_BYTES must be a whole number", "2 GiB are 2147483648"),
])  # fmt: skip
def test_a_variable_that_leads_to_no_room_is_named_with_its_fix(
    variable: str, text: str, found: str, fix: str, tmp_path: Path
) -> None:
    ill = wrong(setup(tmp_path, **{variable: text}))
    assert found in f"{ill.thing} {ill.text}"
    assert fix in ill.fix


def test_a_store_in_a_temporary_folder_that_can_t_be_written_has_the_fix_of_that_folder(tmp_path: Path) -> None:
    ill = [result for result in told(setup(tmp_path, TMPDIR="/proc", HOME="")) if result.fix]
    assert [result.thing for result in ill] == ["temporary", "store"]
    assert ill[1].text.startswith("can't write to /proc/swell-store-")
    assert {result.fix for result in ill} == {"let TMPDIR name a folder that can be written to, or unset it"}

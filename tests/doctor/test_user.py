"""Who runs here."""

from pathlib import Path

import pytest
from setups import setup

from cmp.doctor.user import user


@pytest.mark.parametrize(("number", "fix"), [(999, ""), (0, "runAsUser: 999")])
def test_a_sidecar_runs_as_repo_server_does(number: int, fix: str, tmp_path: Path) -> None:
    (result,) = user(setup(tmp_path, sidecar=str(tmp_path)).replace(user=number))
    assert (result.fix != "") == (fix != "")
    assert fix in result.fix


def test_on_a_laptop_anyone_may(tmp_path: Path) -> None:
    assert not list(user(setup(tmp_path)))

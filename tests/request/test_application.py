"""The folder of an Application's source, below the roots that may contain it."""

from pathlib import Path

import pytest

from cmp.errors import RequestError
from cmp.request.application import folder_of


def test_a_misspelt_folder_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "apps/web/stage").mkdir(parents=True)
    (tmp_path / "apps/api").mkdir()
    roots = [str(tmp_path / "gone"), str(tmp_path / "apps"), str(tmp_path)]
    with pytest.raises(RequestError) as told:
        folder_of({"path": "apps/wbe/stage"}, "web.yaml", roots)
    assert told.value.here == "nearest: apps/web/stage"
    for far in ("apps/wbe/prod", "other", "apps/web/stage/below"):
        with pytest.raises(RequestError) as told:
            folder_of({"path": far}, "web.yaml", roots)
        assert not told.value.here

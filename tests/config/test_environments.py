"""The environments that there are files for are looked for within a bound."""

from pathlib import Path

import pytest

from cmp.config.environments import existing
from cmp.errors import SourceError
from cmp.request.model import AppRequest
from cmp.sources.paths import PathResolver


def test_all_paths_of_environments_are_looked_for_within_one_bound(tmp_path: Path) -> None:
    (tmp_path / "v").mkdir()
    for number in range(400):
        (tmp_path / f"v/e{number}.yaml").write_text("{}")
    resolver = PathResolver(folder=str(tmp_path), root=str(tmp_path))
    paths = ["./" * number + "v/{environment}.yaml" for number in range(300)]
    assert len(existing(paths[:2], AppRequest(folder=str(tmp_path)), resolver)) == 400
    with pytest.raises(SourceError, match="too much is looked at"):
        existing(paths, AppRequest(folder=str(tmp_path)), resolver)

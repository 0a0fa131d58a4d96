"""The forge of a test, and the application's own repository in three."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Forge
from three import Three


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    (tmp_path / "forge").mkdir()
    forge = Forge(tmp_path / "forge")
    yield forge
    forge.stop()


@pytest.fixture
def three(forge: Forge, tmp_path: Path) -> Three:
    return Three(forge, tmp_path)

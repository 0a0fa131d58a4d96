"""Fixtures of several rooms: an umbrella chart with its servers, and an application in three repositories."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from registries import registry
from served import Forge
from servers import files, serving
from three import Three
from umbrella import Umbrella, packaged


@pytest.fixture(scope="session")
def charts_packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packaged(tmp_path_factory.mktemp("packaged"))


@pytest.fixture
def umbrella(charts_packaged: Path, tmp_path: Path) -> Iterator[Umbrella]:
    shutil.copytree(charts_packaged, tmp_path / "site")
    with serving(files(tmp_path / "site")) as site, registry(tmp_path / "registry") as host:
        yield Umbrella(tmp_path, site, host)


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    (tmp_path / "forge").mkdir()
    forge = Forge(tmp_path / "forge")
    yield forge
    forge.stop()


@pytest.fixture
def three(forge: Forge, tmp_path: Path) -> Three:
    return Three(forge, tmp_path)

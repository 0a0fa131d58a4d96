"""An umbrella chart, with its Helm repository and its registry running."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from registries import registry
from servers import files, serving
from umbrella import Umbrella


@pytest.fixture
def umbrella(tmp_path: Path) -> Iterator[Umbrella]:
    (tmp_path / "site").mkdir()
    with serving(files(tmp_path / "site")) as site, registry(tmp_path / "registry") as host:
        yield Umbrella(tmp_path, site, host)

"""One browser for all tests of pages, since it takes a second to start."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


@pytest.fixture(scope="session")
def browser() -> Iterator["Chrome"]:
    from browser import chromium

    with chromium() as chrome:
        yield chrome

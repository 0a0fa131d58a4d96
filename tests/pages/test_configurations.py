"""Each swell.yaml that a page shows is one that Swell reads."""

import pytest
from pages import fences, names
from programs import TOP

from cmp.config.spec import SwellFile
from cmp.typed.parse import parsed

SHOWN = {
    f"{page}:{fence.map[0] + 2}": fence.content
    for page in names()
    for fence in fences((TOP / page).read_text())
    if fence.map and fence.content.startswith("apiVersion: swell/v1")
}


@pytest.mark.parametrize("place", SHOWN)
def test_a_swell_yaml_of_a_page_is_read(place: str) -> None:
    parsed(SHOWN[place], SwellFile, shown=place)

"""Which versions serve a dependency."""

import pytest

from cmp.chart.metadata import Dependency, in_range


@pytest.mark.parametrize("found", ["latest", "1.2.3.4", "1.x", ""])
@pytest.mark.parametrize("wanted", ["", "*", "^1", ">0.0.0-0", "latest"])
def test_what_is_no_version_serves_no_dependency(found: str, wanted: str) -> None:
    assert not in_range(found, wanted)


@pytest.mark.parametrize(("found", "wanted"), [("1.2", "*"), ("v1.2.3", "1.2.0 - 2, !=1.5")])
def test_a_version_in_range_serves_it(found: str, wanted: str) -> None:
    assert in_range(found, wanted)


@pytest.mark.parametrize("wanted", ["", " ", "||", "1.0.0 ||"])
def test_what_is_no_range_holds_no_version(wanted: str) -> None:
    assert not in_range("1.0.0", wanted)


def test_any_version_may_be_pulled_where_none_is_named() -> None:
    assert Dependency(name="a", version="", repository="").takes("1.2.3")

"""Search and filters of the page in a real browser."""

from pathlib import Path

import pytest
from browser import Chrome, run, settle, show
from sample import database, deadlock, many
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

SHOWN = """
return [...document.querySelectorAll(".card")].filter((card) => card.checkVisibility()).map((card) => card.ariaLabel);
"""
TOLD = "return document.querySelector('#find output').value"
JOBS = ["Job/eoapi-pgstac-superuser-init-db", "Job/eoapi-pgstac-migrate", "Job/eoapi-pgstac-load-samples"]


def typed(browser: Chrome, *keys: str) -> None:
    """Press keys, wherever the focus is."""
    browser.switch_to.active_element.send_keys(*keys)
    settle(browser)


def test_a_word_leaves_the_objects_of_that_kind_or_name(browser: Chrome, tmp_path: Path) -> None:
    show(browser, database(), tmp_path)
    every = run(browser, SHOWN)
    typed(browser, "/")
    typed(browser, "PGSTAC job")
    assert run(browser, SHOWN) == JOBS
    assert run(browser, TOLD) == "3 objects found"
    assert run(browser, "return document.querySelectorAll('.wave:not(.out)').length") == len(JOBS)
    typed(browser, Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("aria-label") == JOBS[0]
    typed(browser, "/")
    typed(browser, Keys.ESCAPE)
    assert (run(browser, SHOWN), run(browser, TOLD)) == (every, "")


def test_a_word_finds_what_is_folded_up(browser: Chrome, tmp_path: Path) -> None:
    show(browser, database(), tmp_path)
    typed(browser, "/")
    typed(browser, "other-11")
    assert run(browser, SHOWN) == ["ConfigMap/other-11"]
    assert run(browser, TOLD) == "1 object found"
    typed(browser, "x")
    assert (run(browser, SHOWN), run(browser, TOLD)) == ([], "nothing found")


def test_of_many_objects_the_first_are_shown_and_all_are_counted(browser: Chrome, tmp_path: Path) -> None:
    show(browser, many(10_000), tmp_path)
    typed(browser, "/")
    typed(browser, "w")
    assert len(run(browser, SHOWN)) == 200
    assert run(browser, TOLD) == "5000 objects found, the first 200 shown"


@pytest.mark.parametrize(
    ("kind", "found"),
    [("hook", JOBS), ("changed", ["PostgresCluster/eoapi", "ConfigMap/eoapi-initdb", *JOBS])],
)
def test_a_filter_leaves_objects_of_its_sort(browser: Chrome, tmp_path: Path, kind: str, found: list[str]) -> None:
    show(browser, database(), tmp_path)
    Select(browser.find_element(By.NAME, "kind")).select_by_value(kind)
    settle(browser)
    assert run(browser, SHOWN) == found
    assert browser.find_elements(By.CSS_SELECTOR, "#find option[value=held]") == []


def test_what_waits_for_ever_or_is_never_reached_is_held_up(browser: Chrome, tmp_path: Path) -> None:
    show(browser, deadlock(), tmp_path)
    Select(browser.find_element(By.NAME, "kind")).select_by_value("held")
    settle(browser)
    services = [f"Deployment/eoapi-{name}" for name in ("raster", "stac", "vector")]
    assert sorted(run(browser, SHOWN)) == [*services, "Job/eoapi-pgstac-migrate"]


def test_a_link_to_an_object_that_a_filter_hides_ends_the_filter(browser: Chrome, tmp_path: Path) -> None:
    show(browser, database(), tmp_path)
    typed(browser, "/")
    typed(browser, "migrate")
    run(browser, "location.hash = [...document.querySelectorAll('.more .card')].at(-1).id")
    settle(browser)
    assert browser.switch_to.active_element.get_attribute("aria-label") == "ConfigMap/other-9"
    assert run(browser, TOLD) == ""

"""The page in a real browser: nothing breaks, nothing is fetched, and one can find one's way."""

import json
from pathlib import Path

import pytest
from browser import CONTRAST, DESK, PHONE, Chrome, run, settle, show
from sample import database, deadlock, many, wicked
from selenium.webdriver.common.by import By

ACCOUNTS = {"database": database, "deadlock": deadlock, "many": lambda: many(600), "wicked": wicked}


@pytest.mark.parametrize("name", ACCOUNTS)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_page_has_no_errors_fetches_nothing_and_does_not_overflow(
    browser: Chrome, tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    show(browser, ACCOUNTS[name](), tmp_path, size)
    assert browser.get_log("browser") == []
    told = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [one["params"]["request"]["url"] for one in told if one["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    assert run(browser, "return document.documentElement.scrollWidth") <= size[0]
    run(browser, "document.querySelectorAll('.more').forEach((fold) => { fold.open = true; })")
    settle(browser)
    assert run(browser, "return document.querySelectorAll('#curves path').length") > 0


@pytest.mark.parametrize("name", ["database", "deadlock"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_text_stands_out(browser: Chrome, tmp_path: Path, name: str, *, dark: bool) -> None:
    show(browser, ACCOUNTS[name](), tmp_path, dark=dark)
    run(browser, "document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert run(browser, CONTRAST) == []


def test_in_the_dark_the_page_is_dark(browser: Chrome, tmp_path: Path) -> None:
    show(browser, database(), tmp_path, dark=True)
    assert run(browser, "return getComputedStyle(document.body).backgroundColor") == "rgb(16, 22, 28)"


def test_a_link_opens_what_is_folded_up(browser: Chrome, tmp_path: Path) -> None:
    show(browser, many(600), tmp_path)
    run(browser, "location.hash = document.querySelector('.more .card').id")
    script = "return new Promise((done) => setTimeout(() => done(Boolean(document.activeElement.offsetParent)), 200))"
    assert run(browser, script)
    assert run(browser, "return document.activeElement.className").startswith("card")


def test_wicked_names_stay_text(browser: Chrome, tmp_path: Path) -> None:
    show(browser, wicked(), tmp_path)
    assert browser.find_elements(By.TAG_NAME, "img") == []
    assert "<img src=x" in browser.find_element(By.TAG_NAME, "h1").text
    assert run(browser, "return document.scripts.length") == 2


def test_without_a_script_the_lists_say_it_all(browser: Chrome, tmp_path: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(browser, database(), tmp_path)
        migrate = browser.find_element(By.CSS_SELECTOR, '[aria-label="Job/eoapi-pgstac-migrate"]')
        migrate.find_element(By.TAG_NAME, "summary").click()
        assert "PostgresCluster/eoapi" in migrate.text
        assert "reads Secret eoapi-pguser-eoapi" in migrate.text
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

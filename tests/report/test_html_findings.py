"""What checks find, on the page in a real browser: in a list, and on the cards."""

from pathlib import Path

import pytest
from browser import CONTRAST, Chrome, run, settle, show
from sample import database
from selenium.webdriver.common.by import By

from cmp.model import Finding, Severity
from cmp.report.html_page import written
from cmp.report.sync import SyncReport

WICKED = "<img src=x onerror=alert(1)>"


def found(number: int = 1) -> SyncReport:
    """Return a sync with findings of an object, and with one of none."""
    report = database()
    ref = next(ref for ref in report.plan.first if ref.name == "eoapi-pgstac-migrate")
    one = Finding(severity=Severity.ERROR, ref=ref, message=f"it is late {WICKED}", fix="a wave", check="some-check")
    other = one.replace(severity=Severity.INFO, ref=None, check="other-check")
    return report.replace(findings=(*[one] * number, other))


def test_a_finding_stands_in_the_list_and_on_its_card(browser: Chrome, tmp_path: Path) -> None:
    show(browser, found(), tmp_path)
    rows = [row.text for row in browser.find_elements(By.CSS_SELECTOR, "#findings li")]
    assert rows[0] == f"error Job/eoapi-pgstac-migrate: it is late {WICKED} some-check\nFix: a wave"
    assert rows[1] == f"info it is late {WICKED} other-check\nFix: a wave"
    assert browser.find_element(By.CSS_SELECTOR, ".found a").text == "1 error, 1 info"
    card = browser.find_element(By.CSS_SELECTOR, '[aria-label="Job/eoapi-pgstac-migrate"]')
    card.find_element(By.CSS_SELECTOR, ".finding a").click()
    assert run(browser, "return document.querySelector(':target').textContent").startswith("error")
    browser.find_element(By.CSS_SELECTOR, "#findings li a").click()
    settle(browser)
    assert browser.switch_to.active_element == card
    assert browser.find_elements(By.TAG_NAME, "img") == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_findings_and_controls_stand_out(browser: Chrome, tmp_path: Path, *, dark: bool) -> None:
    show(browser, found(), tmp_path, dark=dark)
    assert run(browser, CONTRAST) == []


def test_a_page_without_findings_has_no_list() -> None:
    assert 'id="findings"' not in written(database())


def test_of_many_findings_the_worst_are_listed() -> None:
    page = written(found(1000))
    assert page.count("some-check</small>") == 200
    assert "and 801 more: swell check" in page
    assert "and 197 more</p>" in page

"""The page in a real browser: nothing breaks, nothing is fetched, and one can find one's way."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample import database, deadlock, many, wicked

from cmp.report.html_page import written
from cmp.report.sync import SyncReport

selenium = pytest.importorskip("selenium", reason="selenium is missing: make .venv/ready")

from selenium.webdriver import Chrome, ChromeOptions  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
ACCOUNTS = {"database": database, "deadlock": deadlock, "many": lambda: many(600), "wicked": wicked}
DESK, PHONE = (1280, 900), (390, 844)
CONTRAST = """
const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
const linear = (c) => (c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
const light = ([r, g, b]) => [r, g, b].map((c) => linear(c / 255))
  .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
const back = (el) => {
  for (; el; el = el.parentElement) {
    const [r, g, b, a = 1] = rgb(getComputedStyle(el).backgroundColor);
    if (a > 0) return [r, g, b];
  }
  return [255, 255, 255];
};
return [...document.querySelectorAll("body *")].filter((el) => el.getClientRects().length && !el.closest("svg, script")
  && [...el.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())).map((el) => {
  const [x, y] = [light(rgb(getComputedStyle(el).color)), light(back(el))];
  return [el.outerHTML.slice(0, 80), (Math.max(x, y) + .05) / (Math.min(x, y) + .05)];
}).filter(([, ratio]) => ratio < 4.5);
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    if not CHROMIUM or not DRIVER:
        pytest.skip("chromium is missing: apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with Chrome(options=options, service=Service(DRIVER)) as chrome:
        yield chrome


def show(
    browser: Chrome, account: SyncReport, folder: Path, size: tuple[int, int] = DESK, *, dark: bool = False
) -> None:
    """Open the page of a sync."""
    file = folder / "plan.html"
    file.write_text(written(account))
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    screen = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size is PHONE}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.get("about:blank")
    browser.get_log("browser")
    browser.get_log("performance")
    browser.get(file.as_uri())


def run(browser: Chrome, script: str) -> Any:
    return browser.execute_script(script)  # type: ignore[no-untyped-call]


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


def test_a_card_in_focus_shows_its_lines_alone(browser: Chrome, tmp_path: Path) -> None:
    account = database()
    show(browser, account, tmp_path)
    assert run(browser, "return document.querySelectorAll('#curves path.active').length") == 0
    run(browser, "document.querySelector('[aria-label=\"Job/eoapi-pgstac-migrate\"]').focus()")
    needs = [edge for edge in account.edges if "Job/eoapi-pgstac-migrate" in (str(edge.before), str(edge.after))]
    assert run(browser, "return document.querySelectorAll('#curves path.active').length") == len(needs)
    seen = (
        "return [...document.querySelectorAll('#curves path')].filter((path) => getComputedStyle(path).opacity === '1')"
    )
    assert run(browser, f"{seen}.filter((path) => !path.matches('.hit')).length") == len(needs)
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert run(browser, "return document.querySelectorAll('#curves path.active').length") == 0


def test_a_tap_on_a_phone_shows_a_cards_lines(browser: Chrome, tmp_path: Path) -> None:
    show(browser, deadlock(), tmp_path, PHONE)
    browser.find_element(By.CSS_SELECTOR, '[aria-label="Deployment/eoapi-stac"]').click()
    assert run(browser, "return document.querySelectorAll('#curves path.active.stuck').length") == 1
    top = "return document.querySelectorAll('.wave')[{}].getBoundingClientRect().{}"
    assert run(browser, top.format(1, "top")) >= run(browser, top.format(0, "bottom"))


def test_lines_follow_when_the_window_or_a_card_changes(browser: Chrome, tmp_path: Path) -> None:
    show(browser, database(), tmp_path)
    shapes = "return [...document.querySelectorAll('#curves path.must')].map((path) => path.getAttribute('d')).join()"
    first = run(browser, shapes)
    browser.find_element(By.CSS_SELECTOR, "#o0 summary").click()
    assert run(browser, f"return new Promise((done) => setTimeout(() => done((() => {{ {shapes} }})()), 200))")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 700, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    second = run(browser, f"return new Promise((done) => setTimeout(() => done((() => {{ {shapes} }})()), 200))")
    assert first != second


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

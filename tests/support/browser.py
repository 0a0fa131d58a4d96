"""Pages in a real browser without a window: Chromium, driven by its driver."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cmp.report.html_page import written
from cmp.report.sync import SyncReport

pytest.importorskip("selenium", reason="selenium is missing: make .venv/ready")

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
DESK, PHONE = (1280, 800), (390, 844)
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


@contextmanager
def chromium() -> Iterator[Chrome]:
    """Start Chromium, whose logs tell errors and requests."""
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
    browser: Chrome, report: SyncReport, folder: Path, size: tuple[int, int] = DESK, *, dark: bool = False
) -> None:
    """Open the page of a sync."""
    file = folder / "plan.html"
    file.write_text(written(report))
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [scheme]})
    resize(browser, size)
    browser.get("about:blank")
    browser.get_log("browser")
    browser.get_log("performance")
    browser.get(file.as_uri())


def resize(browser: Chrome, size: tuple[int, int]) -> None:
    """Set the size of the window; of a phone it is a phone's."""
    screen = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)


def run(browser: Chrome, script: str) -> Any:
    """Return what a script returns."""
    return browser.execute_script(script)  # type: ignore[no-untyped-call]


def settle(browser: Chrome) -> None:
    """Wait until the page is laid out, and its lines are drawn anew."""
    browser.execute_async_script(  # type: ignore[no-untyped-call]
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))"
    )

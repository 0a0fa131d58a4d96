"""The page on paper, as a real browser prints it."""

import base64
from pathlib import Path

from browser import Chrome, run, settle, show
from sample import database

VISIBLE = """
return [...document.querySelectorAll({!r})]
  .filter((node) => node.checkVisibility({{contentVisibilityAuto: true}})).length;
"""


def test_on_paper_all_is_unfolded_and_nothing_is_to_be_clicked(browser: Chrome, tmp_path: Path) -> None:
    show(browser, database(), tmp_path)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    settle(browser)
    every = run(browser, "return document.querySelectorAll('.card').length")
    assert run(browser, VISIBLE.format(".card")) == every == 26
    needs = run(browser, "return document.querySelectorAll('.card details li').length")
    assert run(browser, VISIBLE.format(".card details li")) == needs > 0
    assert run(browser, VISIBLE.format("#find, #curves, .legend")) == 0
    assert run(browser, "return document.documentElement.scrollWidth") <= 1280


def test_what_a_search_hides_is_printed(browser: Chrome, tmp_path: Path) -> None:
    show(browser, database(), tmp_path)
    browser.switch_to.active_element.send_keys("/")
    browser.switch_to.active_element.send_keys("migrate")
    settle(browser)
    assert run(browser, VISIBLE.format(".card")) == 1
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    settle(browser)
    assert run(browser, VISIBLE.format(".card")) == 26


def test_a_card_alone_in_its_wave_takes_the_width_of_the_paper(browser: Chrome, tmp_path: Path) -> None:
    show(browser, database(), tmp_path)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    settle(browser)
    narrow = """
    return [...document.querySelectorAll(".wave")].filter((wave) => wave.querySelectorAll(".card").length === 1)
      .map((wave) => wave.clientWidth - wave.querySelector(".card").offsetWidth);
    """
    assert set(run(browser, narrow)) == {0}


def test_it_can_be_printed(browser: Chrome, tmp_path: Path) -> None:
    show(browser, database(), tmp_path)
    paper = browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    assert base64.b64decode(paper["data"]).startswith(b"%PDF")

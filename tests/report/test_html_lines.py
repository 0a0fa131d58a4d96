"""The lines of the page in a real browser: none crosses a card, and the card in focus shows its own alone."""

from pathlib import Path

import pytest
from browser import DESK, PHONE, Chrome, resize, run, settle, show
from sample import account, crowded, database, deadlock, edge, manifest, many, wicked
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from cmp.model import Strength
from cmp.report.html_page import written

ACCOUNTS = {
    "crowded": crowded,
    "database": database,
    "deadlock": deadlock,
    "many": lambda: many(120),
    "wicked": wicked,
}
SIZES = {"desk": DESK, "phone": PHONE, "tablet": (700, 900), "wide": (2560, 1440)}
CROSSED = """
const place = (node) => {
  if (node.matches(".card")) return node.getBoundingClientRect();
  const range = document.createRange(); // of other boxes the text alone
  range.selectNodeContents(node);
  return range.getBoundingClientRect();
};
const boxes = [...document.querySelectorAll(".card, .wave > h2, .more > summary, .gate")]
  .filter((node) => node.getClientRects().length)
  .map((node) => [node.getAttribute("aria-label") || node.textContent, place(node)]);
const inside = (box, x, y) => x > box.left + 1 && x < box.right - 1 && y > box.top + 1 && y < box.bottom - 1;
const found = [];
let points = 0;
for (const line of document.querySelectorAll("#curves path:not(.hit)")) {
  const { left, top } = document.getElementById("curves").getBoundingClientRect();
  for (let at = 0; at <= line.getTotalLength(); at += 4, points += 1) {
    const { x, y } = line.getPointAtLength(at);
    for (const [name, box] of boxes) {
      if (inside(box, x + left, y + top)) found.push([line.dataset.from, line.dataset.to, name, x, y]);
    }
  }
}
return [points, found.slice(0, 9)];
"""
UNFOLD = "document.querySelectorAll('details').forEach((details) => { details.open = true; })"
OUT = """
const end = document.documentElement.clientWidth;
return [...document.querySelectorAll(".card, .wave > h2, .gate, #curves path")]
  .map((node) => node.getBoundingClientRect())
  .filter((box) => box.left < 0 || box.right > end || box.top + scrollY < 0).length;
"""


@pytest.mark.parametrize("name", ACCOUNTS)
@pytest.mark.parametrize("size", SIZES)
def test_no_line_crosses_a_card_and_all_is_in_sight(browser: Chrome, tmp_path: Path, name: str, size: str) -> None:
    show(browser, ACCOUNTS[name](), tmp_path, SIZES[size])
    settle(browser)
    points, crossed = run(browser, CROSSED)
    assert points > 9
    assert crossed == []
    assert run(browser, OUT) == 0


def test_no_line_crosses_a_card_that_is_unfolded(browser: Chrome, tmp_path: Path) -> None:
    show(browser, crowded(), tmp_path)
    run(browser, UNFOLD)
    settle(browser)
    points, crossed = run(browser, CROSSED)
    assert points > 9
    assert crossed == []


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
    run(browser, UNFOLD)
    settle(browser)
    second = run(browser, shapes)
    resize(browser, (700, 900))
    settle(browser)
    assert len({first, second, run(browser, shapes)}) == 3


def test_of_many_needs_the_most_important_have_lines() -> None:
    one, *others = [manifest(f"ConfigMap/c-{number}") for number in range(2101)]
    edges = [edge(one, other, strength=Strength.SHOULD) for other in others[:-1]]
    page = written(account([one, *others], *edges, edge(one, others[-1])))
    assert page.count('"style": "should"') == 1999
    assert page.count('"style": "must"') == 1
    assert "Of 2100 needs the first 2000 have lines; the cards list them all." in page

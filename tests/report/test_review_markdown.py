"""A review as a comment of a pull request."""

import html
import re
from collections.abc import Callable

import pytest
from reviews import config_map, deployment, reviewed

from cmp.report.review_formats import written
from cmp.report.review_markdown import MOST, plain, title
from cmp.text import printable


def markdown(old: str, new: str) -> str:
    return written(reviewed(old, new), "markdown")


def test_dangers_and_summary_come_before_the_detail() -> None:
    new = deployment(image="web:2").replace("matchLabels: {app: web}", "matchLabels: {app: other}")
    told = markdown(deployment(), new)
    order = [told.index(word) for word in ("### web", "**error** refused", "| image |", "**Pods roll**", "<details>")]
    assert order == sorted(order)
    assert '```diff\n-spec.selector.matchLabels.app: "web"\n+spec.selector.matchLabels.app: "other"\n' in told


@pytest.mark.parametrize("number", [3, 400, 3000])
def test_a_comment_is_never_too_long_and_tells_what_is_left_out(number: int) -> None:
    old, new = ("".join(config_map(f"m{at}", f"k: {word * 60}") for at in range(number)) for word in ("a", "b"))
    told = markdown(old, new)
    assert len(told) <= MOST < 65_536
    assert told.count("<details>") == told.count("</details>")
    left = re.search(r"and (\d+) changed objects more", told)
    assert told.count("<details>") + (int(left[1]) if left else 0) == number


def test_many_dangers_leave_room_for_some_detail() -> None:
    old = "".join(deployment(f"d{at}", spec="  replicas: 3\n") for at in range(1500))
    told = markdown(old, old.replace("replicas: 3", "replicas: 0"))
    assert len(told) <= MOST
    assert re.search(r"\.\.\. and \d+ lines more", told)
    assert "<details>" in told


@pytest.mark.parametrize("word", ["```", "````", "</details>", "@team", "a | b", "[a](b)", "<script>", "**a**"])
def test_no_text_of_a_manifest_leaves_its_place(word: str) -> None:
    told = markdown(config_map("a", "f: |", "  x", "  y"), config_map("a", "f: |", f"  {word}", f"  {word} y"))
    fence = re.search(r"(`{3,})diff\n(.*)\n(`{3,})\n\n</details>", told, re.DOTALL)
    assert fence is not None
    assert fence[1] == fence[3]
    assert fence[1] not in fence[2]
    assert word in fence[2]


@pytest.mark.parametrize("word", ["@team", "a|b", "<b>", "[a](b)", "*a*"])
def test_no_image_means_anything_to_markdown(word: str) -> None:
    told = markdown(deployment(), deployment(image=f"web:{word}"))
    (row,) = [line for line in told.splitlines() if line.startswith("| web:1 ")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 5
    assert word not in row


NAMING = [
    "/merge",
    "@team",
    "a/b#1",
    "!1",
    "%1",
    "&1",
    "~bug",
    "$1",
    "GH-1",
    "gh-1",
    "https://a.example/x",
    "www.a.example",
]


@pytest.mark.parametrize("word", NAMING)
@pytest.mark.parametrize("made", [plain, title])
def test_what_names_a_user_an_issue_an_address_or_a_command_is_kept_apart(
    made: Callable[[str], str], word: str
) -> None:
    shown = made(f" {word}")
    assert "&#8203;" in shown
    assert html.unescape(shown).replace("\\", "").replace("\u200b", "") == word
    assert printable(shown) == shown


def test_no_kind_of_an_object_is_a_command_to_gitlab() -> None:
    kept = (
        config_map("a")
        .replace("kind: ConfigMap", "kind: '/merge '")
        .replace("metadata: {", "metadata: {annotations: {argocd.argoproj.io/sync-options: Prune=false}, ")
    )
    told = markdown(kept + config_map("b"), config_map("b"))
    assert "stays for good" in told
    assert not [line for line in told.splitlines() if line.startswith("/merge")]

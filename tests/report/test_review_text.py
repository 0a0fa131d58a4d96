"""A review as text for a terminal."""

import re

from reviews import config_map, deployment, reviewed, side

from cmp.report.review_formats import written
from cmp.review.compare import review

LONG = "a" * 250


def text(old: str, new: str) -> str:
    return written(reviewed(old, new), "text")


def test_the_dangers_come_first_and_each_has_a_fix() -> None:
    new = deployment(image="web:2").replace("matchLabels: {app: web}", "matchLabels: {app: other}")
    told = text(deployment(), new)
    blocks = told.split("\n\n")
    assert blocks[0].splitlines() == [
        "web: old → new",
        "WOULD FAIL: the API server refuses 1 object (in an empty namespace: CAN FINISH,",
        "    as before)",
        "1 danger, 1 changed, 1 workload with new pods",
        "Judged by Argo CD 3.6 (the newest).",
    ]
    assert blocks[1].startswith("dangers\n  ERROR refused Deployment/web: the API server refuses it: spec.selector")
    assert "      fix: " in blocks[1]
    assert blocks[2] == "images\n  web:1 → web:2 (major)\n      Deployment/web"


def test_no_line_is_longer_than_a_terminal_is_wide() -> None:
    old = (
        config_map("a", f"b: {LONG}", f"{LONG}: c") + deployment(image=f"web:{LONG[:120]}") + config_map("gone", "b: c")
    )
    new = config_map("a", f"b: {LONG}b", "f: |", f"  {LONG}") + deployment(
        image=f"web:{LONG[:119]}", spec="  replicas: 0\n"
    )
    told = text(old.replace("name: gone", f"name: {LONG}"), new)
    assert max(map(len, told.splitlines())) <= 80
    assert told.count("aaa") > 5


def test_what_is_removed_stays_until_a_prune_whose_command_is_told() -> None:
    told = text(config_map("a", "b: c") + config_map("x", "b: c") + config_map("z", "b: c"), config_map("a", "b: c"))
    assert told.endswith("- ConfigMap/x\n- ConfigMap/z\n  they stay until a prune: argocd app sync web --prune")


def test_an_application_that_prunes_by_itself_deletes_it_at_its_next_sync() -> None:
    found = review("web", side(config_map("a", "b: c") + deployment()), side(deployment(), prunes=True))
    assert written(found, "text").endswith("- ConfigMap/a\n  the next automated sync deletes it")


def test_what_is_not_pruned_is_told() -> None:
    kept = config_map("a", "b: c", more=", annotations: {argocd.argoproj.io/sync-options: Prune=false}")
    hook = config_map("h", "b: c", more=", annotations: {argocd.argoproj.io/hook: PreSync}")
    told = text(kept + hook + deployment(), deployment())
    assert "ConfigMap/a stays for good (Prune=false)" in told
    assert re.search(r"ConfigMap/h: hooks are not pruned", told)
    assert "--prune" not in told


def test_nothing_that_differs_is_told_in_a_word() -> None:
    told = "web: old → new\nCAN FINISH, as before\nnothing differs\nJudged by Argo CD 3.6 (the newest)."
    assert text(deployment(), deployment()) == told


def test_what_can_not_be_seen_is_shown_as_an_escape() -> None:
    told = text(config_map("a", "b: c"), config_map("a", r'b: "\e[31m\u202e"'))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert (
        max(
            map(
                len,
                text(
                    config_map("a", "b: c"), config_map("a", f'b: "{"x" * 30} {chr(92)}u202e{chr(92)}u202e"')
                ).splitlines(),
            )
        )
        <= 80
    )

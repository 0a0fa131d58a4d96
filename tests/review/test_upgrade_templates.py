"""Hooks that a chart renders for upgrades alone."""

from cmp.review.model import Template
from cmp.review.upgrade_templates import upgrade_only

HOOK = "{{ if .Release.IsUpgrade }}\nmetadata: {annotations: {helm.sh/hook: pre-upgrade}}\n{{ end }}"


def test_a_hook_for_upgrades_that_printed_nothing_is_found() -> None:
    texts = {"templates/a.yaml": HOOK, "templates/b.yaml": HOOK.replace("Upgrade", "Install"), "templates/c.yaml": "a"}
    assert list(upgrade_only(texts, ())) == [Template(path="templates/a.yaml", text=HOOK)]


def test_a_hook_that_printed_an_object_is_none_for_upgrades_alone() -> None:
    assert not list(upgrade_only({"templates/a.yaml": HOOK.replace("if", "if not")}, {"templates/a.yaml"}))


def test_an_object_for_upgrades_that_is_no_hook_is_another_matter() -> None:
    assert not list(upgrade_only({"templates/a.yaml": HOOK.replace("helm.sh/hook", "b")}, ()))

"""What differs between two sides: objects, fields, places in the sync."""

import pytest
from reviews import config_map, deployment, reviewed, side

from cmp.review.compare import review
from cmp.review.model import Change

WAVE = ", annotations: {argocd.argoproj.io/sync-wave: '%s'}"
HOOK = ", annotations: {argocd.argoproj.io/hook: PreSync}"


def changes(old: str, new: str) -> list[Change]:
    (changed,) = reviewed(old, new).changed
    return list(changed.changes)


def paths(old: str, new: str) -> list[str]:
    return [one.path for one in changes(old, new)]


def test_equal_sides_differ_in_nothing() -> None:
    found = reviewed(deployment() + config_map("a", "b: c"), config_map("a", "b: c") + deployment())
    assert not found.differs
    assert (found.changed, found.added, found.removed, found.moves, found.rolls, found.dangers) == ((),) * 6


def test_comments_and_layout_are_no_difference() -> None:
    assert not reviewed(config_map("a", "b: c"), "# words\n" + config_map("a", '"b":   "c"')).differs


def test_objects_that_come_and_go_are_named() -> None:
    found = reviewed(config_map("a", "b: c"), config_map("z", "b: c"))
    assert [str(ref) for ref in (*found.added, *found.removed)] == ["ConfigMap/z", "ConfigMap/a"]


def test_list_items_go_by_their_names_wherever_they_stand() -> None:
    old = deployment(container=", env: [{name: A, value: '1'}, {name: B, value: '2'}]")
    new = deployment(container=", env: [{name: B, value: '3'}, {name: A, value: '1'}, {name: C, value: '4'}]")
    assert paths(old, new) == [
        "spec.template.spec.containers[app].env[B].value",
        "spec.template.spec.containers[app].env[C]",
    ]


def test_items_without_a_name_go_by_what_tells_them_apart_and_arguments_by_their_place() -> None:
    mounts = ", args: [--a, --b], volumeMounts: [{name: v, mountPath: /a}, {name: v, mountPath: /b%s}]"
    old = deployment(container=mounts % "")
    new = deployment(container=mounts.replace("--a", "--new, --a") % ", readOnly: true")
    assert paths(old, new) == [
        "spec.template.spec.containers[app].args[0]",
        "spec.template.spec.containers[app].volumeMounts[mountPath=/b].readOnly",
    ]


def test_another_order_of_named_items_is_told_though_no_item_differs() -> None:
    env = ", env: [{name: %s, value: x}, {name: %s, value: x}]"
    found = reviewed(deployment(container=env % ("A", "B")), deployment(container=env % ("B", "A")))
    (changed,) = found.changed
    assert [one.path for one in changed.changes] == ["spec"]
    assert found.rolls[0].why == "since elements of its template stand in another order"


def test_labels_and_checksums_of_a_release_are_folded() -> None:
    old, new = (config_map("a", "b: c", more=f", labels: {{helm.sh/chart: web-{n}}}") for n in (1, 2))
    (changed,) = reviewed(old, new).changed
    assert (changed.changes, changed.folded) == ((), ("metadata.labels[helm.sh/chart]",))


def test_a_label_that_comes_first_is_folded_as_well_and_no_other_is() -> None:
    labels = ", labels: {helm.sh/chart: web-1, team: a}"
    (changed,) = reviewed(config_map("a", "b: c"), config_map("a", "b: c", more=labels)).changed
    assert [one.path for one in changed.changes] == ["metadata.labels.team"]
    assert changed.folded == ("metadata.labels[helm.sh/chart]",)


def test_lines_of_a_text_are_compared_line_by_line() -> None:
    old, new = (config_map("a", "f: |", "  one", f"  level: {word}", "  three") for word in ("info", "debug"))
    (change,) = changes(old, new)
    assert change.diff == ("-level: info", "+level: debug")


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        (WAVE % "1", WAVE % "-2", ("Sync, wave 1", "Sync, wave -2")),
        ("", HOOK, ("Sync, wave 0", "PreSync, wave 0, a hook")),
        (HOOK, HOOK.replace("hook:", "hook: Skip #"), None),
        ("", ", annotations: {helm.sh/hook: 'pre-upgrade,post-install'}", None),
    ],
)
def test_moves_in_the_sync_are_told(old: str, new: str, places: tuple[str, str] | None) -> None:
    new = ", annotations: {argocd.argoproj.io/hook: Skip}" if "Skip" in new else new
    (move,) = reviewed(config_map("a", "b: c", more=old), config_map("a", "b: c", more=new)).moves
    assert (move.old, move.new) == places if places else move.old != move.new
    if "helm" in new:
        assert move.new == "PreSync, wave 0, a hook and PostSync, wave 0, a hook"
    if "Skip" in new:
        assert move.new == "never applied by a sync"


def test_a_verdict_alone_is_a_difference() -> None:
    old = side(config_map("a", "b: c"))
    assert review("web", old, old.replace(verdict="WOULD HANG")).differs


def test_the_value_behind_a_field_is_told_with_it() -> None:
    from cmp.review.model import Cause

    old, new = config_map("a", "b: c"), config_map("a", "b: d")
    ref = side(old).objects.manifests[0].ref
    found = reviewed(old, new, causes={(ref, "data.b"): Cause(value="x.y", where="stage-values.yaml:4")})
    cause = found.changed[0].changes[0].cause
    assert cause is not None
    assert (cause.value, cause.where) == ("x.y", "stage-values.yaml:4")


def test_objects_with_a_generated_name_are_no_pair() -> None:
    job = (
        "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-, annotations: {argocd.argoproj.io/hook: Sync}}\n"
    )
    assert not reviewed(job, job + "spec: {suspend: true}\n").differs


def test_texts_of_few_words_are_told_without_aligning_them() -> None:
    old, new = ("\\n".join(["first", *words, "last"]) for words in (["a", "b", "c"] * 20_000, ["c", "a", "b"] * 20_000))
    (change,) = changes(config_map("a", f'k: "{old}"'), config_map("a", f'k: "{new}"'))
    assert change.diff[:2] == ("-a", "-b")
    assert change.diff[60_000:60_002] == ("+c", "+a")
    assert len(change.diff) == 120_000


def test_texts_whose_lines_are_mostly_alike_are_aligned() -> None:
    lines = [word for number in range(2_000) for word in (f"k{number}:", "  -", "")]
    old, new = ("\\n".join([*lines[:3_000], *more, *lines[3_000:]]) for more in ([], ["here"]))
    (change,) = changes(config_map("a", f'k: "{old}"'), config_map("a", f'k: "{new}"'))
    assert change.diff == ("+here",)


def test_a_text_of_which_each_second_line_changes_is_told_without_aligning_it() -> None:
    old, new = ("\\n".join(f"{word if number % 2 else ''}{number}" for number in range(40_000)) for word in "ab")
    (change,) = changes(config_map("a", f'k: "{old}"'), config_map("a", f'k: "{new}"'))
    assert change.diff[:2] == ("-a1", "-2")


def test_a_long_text_of_which_some_lines_change_is_aligned() -> None:
    old, new = ("\\n".join(f"{word if number % 200 == 1 else ''}{number}" for number in range(20_000)) for word in "ab")
    (change,) = changes(config_map("a", f'k: "{old}"'), config_map("a", f'k: "{new}"'))
    assert change.diff[:4] == ("-a1", "+b1", "-a201", "+b201")

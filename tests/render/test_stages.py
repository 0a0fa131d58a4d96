import pytest

from cmp.config.model import Config
from cmp.config.policy_merge import laid_under
from cmp.config.policy_read import from_text as policy_from_text
from cmp.config.read import from_text
from cmp.manifests.split import join, split
from cmp.objects.objects import Objects
from cmp.render.stages import STAGES, Context, arrange
from cmp.render.timed_stages import timed
from cmp.request.model import AppRequest
from cmp.sources.paths import PathResolver

NOWHERE = PathResolver(folder="/", root="/")
OBJECTS = """
apiVersion: v1
kind: ConfigMap
metadata: {name: one, labels: {team: shop}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: two}
"""
BECOMES_ANOTHER_KIND = "{match: {name: one}, patch: [{op: replace, path: /kind, value: Secret}]}"
DROPS_THAT_KIND = "{match: {kind: Secret}, enforce: true, drop: true}"


def printed(own: str, policy: str, *, more: str = "", order: str = "", objects: str = OBJECTS, tiers: str = "") -> str:
    """Return what is printed of the objects under an application's rules and a policy's."""

    def read(base: Config) -> Config:
        return from_text(f"apiVersion: swell/v1\nrules: [{own}]\n{tiers}", NOWHERE, shown="swell.yaml", base=base)

    said = policy_from_text(f"apiVersion: swell/v1\nrules: [{policy}]\n{more}", shown="policy.yaml")
    config = laid_under(read, said, project="shop")
    request = AppRequest(folder="/", texts=(("order", order),))
    rendered = Objects(split(objects, namespace="shop"), config)
    return join(arrange(rendered, Context(config=config.under(request), namespace="shop")).manifests)


WAYS = {
    "kind": (BECOMES_ANOTHER_KIND, DROPS_THAT_KIND),
    "name": (
        "{match: {name: one}, patch: {metadata: {name: other}}}",
        "{match: {name: other}, enforce: true, drop: true}",
    ),
    "namespace": (
        "{match: {name: one}, patch: {metadata: {namespace: kube-system}}}",
        "{match: {namespace: kube-*}, enforce: true, drop: true}",
    ),
    "group": (
        "{match: {name: one}, patch: {apiVersion: example.com/v1}}",
        "{match: {group: example.com}, enforce: true, drop: true}",
    ),
    "label": (
        "{match: {name: one}, labels: {tier: edge}}",
        "{match: {labels: {tier: edge}}, enforce: true, drop: true}",
    ),
    "hook": (
        "{match: {name: one}, hook: PreSync}",
        '{match: {annotations: {argocd.argoproj.io/hook: "*"}}, enforce: true, drop: true}',
    ),
    "wave": (
        "{match: {name: one}, wave: 3}",
        '{match: {annotations: {argocd.argoproj.io/sync-wave: "3"}}, enforce: true, drop: true}',
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("order", ["", "off"])
@pytest.mark.parametrize("more", ["", "order: {mode: suggest}\n"])
def test_an_enforced_rule_holds_for_what_the_application_makes_of_an_object(way: str, order: str, more: str) -> None:
    own, policy = WAYS[way]
    out = printed(own, policy, more=more, order=order)

    assert "name: two" in out
    unordered = way in ("hook", "wave") and (order or more)  # then no hook and no wave is written that it could match
    assert ("one" in out or "other" in out) is bool(unordered)


HOOK = "argocd.argoproj.io/hook"
WAVE, OPTIONS = "argocd.argoproj.io/sync-wave", "argocd.argoproj.io/sync-options"
BOTH = {
    "a patch of a label": ("labels: {team: own}", "patch: {metadata: {labels: {team: ops}}}", "team: ops"),
    "a removed label": ("labels: {team: null}", "patch: {metadata: {labels: {team: ops}}}", "team: ops"),
    "a patch of all labels": (
        "labels: {team: own}",
        "patch: [{op: add, path: /metadata/labels, value: {team: ops}}]",
        "team: ops",
    ),
    "a patch of an annotation": ("annotations: {a/b: own}", "patch: {metadata: {annotations: {a/b: ops}}}", "a/b: ops"),
    "a patch of a wave": (
        "wave: 1, override: true",
        f"patch: {{metadata: {{annotations: {{{WAVE}: '5'}}}}}}",
        f"{WAVE}: '5'",
    ),
    "a wave": (f"patch: {{metadata: {{annotations: {{{WAVE}: '1'}}}}}}", "wave: 5", f"{WAVE}: '5'"),
    "a sync option": (
        f"annotations: {{{OPTIONS}: Prune=true}}",
        "syncOptions: [Prune=false]",
        f"{OPTIONS}: Prune=false",
    ),
    "a patched sync option": (
        f"patch: {{metadata: {{annotations: {{{OPTIONS}: 'A=b,Prune=true'}}}}}}",
        "syncOptions: [Prune=false]",
        f"{OPTIONS}: A=b,Prune=false",
    ),
    "patched sync options": (
        "syncOptions: [Prune=true]",
        f"patch: {{metadata: {{annotations: {{{OPTIONS}: Prune=false}}}}}}",
        f"{OPTIONS}: Prune=false",
    ),
}


@pytest.mark.parametrize("way", BOTH)
def test_an_enforced_rule_holds_over_what_the_application_says_of_the_same_key(way: str) -> None:
    own, enforced, kept = BOTH[way]
    out = printed(f"{{match: {{name: one}}, {own}}}", f"{{match: {{name: one}}, enforce: true, {enforced}}}")
    head = next(one.head for one in split(out, namespace="shop") if one.ref.name == "one")
    key, _, value = kept.rpartition(": ")
    assert {**head.labels, **head.annotations}[key] == value.strip("'")


@pytest.mark.parametrize(("key", "left"), [(HOOK, None), (f"{HOOK}-delete-policy", "BeforeHookCreation")])
def test_no_tier_changes_what_an_enforced_patch_says(key: str, left: str | None) -> None:
    tiers = "order: {tiers: [{name: first, match: {name: one}, hook: Sync, deletePolicy: HookFailed}]}\n"
    enforced = f"{{match: {{name: one}}, enforce: true, patch: {{metadata: {{annotations: {{{key}: null}}}}}}}}"
    outs = (printed("", policy, tiers=tiers) for policy in ("", enforced))
    free, kept = (split(out, namespace="shop")[0].head.annotations for out in outs)
    assert free[key] in ("Sync", "HookFailed")
    assert kept.get(key) == left


@pytest.mark.parametrize(
    "tiers", ["", "order: {tiers: [{name: first, match: {kind: Deployment}}, {name: last, default: true}]}\n"]
)
def test_a_hook_of_helms_that_is_pulled_forward_keeps_the_wave_of_an_enforced_patch(tiers: str) -> None:
    reads = "{containers: [{name: main, image: web, envFrom: [{configMapRef: {name: one}}]}]}"
    objects = (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, annotations: {helm.sh/hook: post-install}}\n---\n"
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
        f"spec: {{selector: {{}}, template: {{metadata: {{}}, spec: {reads}}}}}\n"
    )
    enforced = f"{{match: {{name: one}}, enforce: true, patch: {{metadata: {{annotations: {{{WAVE}: '-7'}}}}}}}}"
    outs = (printed("", policy, objects=objects, tiers=tiers) for policy in ("", enforced))
    free, kept = (split(out, namespace="shop")[0].head.annotations for out in outs)
    assert free.get(WAVE) != "-7"
    assert kept == {WAVE: "-7"}


@pytest.mark.parametrize(
    "patch",
    [
        "{spec: {template: {metadata: {annotations: {swell/config-hash: fixed}}}}}",
        "[{op: add, path: /spec/template/metadata/annotations, value: {swell/config-hash: fixed}}]",
    ],
)
def test_the_hash_of_configuration_does_not_replace_what_an_enforced_patch_sets(patch: str) -> None:
    reads = "{containers: [{name: main, image: web, envFrom: [{configMapRef: {name: one}}]}]}"
    objects = (
        f"{OBJECTS}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\n"
        f"spec: {{selector: {{}}, template: {{metadata: {{}}, spec: {reads}}}}}\n"
    )
    rolls, rule = "rollout: {configs: true}\n", f"{{match: {{name: web}}, patch: {patch}}}"
    enforced = rule.replace("patch:", "enforce: true, patch:")
    for own, policy, kept in ((rule, "", False), ("", enforced, True)):
        assert ("fixed" in printed(own, policy, tiers=rolls, objects=objects)) is kept


def test_an_application_keeps_what_no_enforced_rule_says() -> None:
    own = "{match: {name: one}, labels: {other: own}, wave: 3}"
    out = printed(own, "{match: {name: one}, enforce: true, patch: {metadata: {labels: {team: ops}}}}")
    head = next(one.head for one in split(out, namespace="shop") if one.ref.name == "one")
    assert (head.labels["other"], head.annotations[WAVE]) == ("own", "3")


def test_an_object_that_loses_its_namespace_belongs_to_that_of_the_application() -> None:
    own = "{match: {kind: '*'}, patch: {metadata: {namespace: elsewhere}}}, "
    own += "{match: {kind: '*'}, patch: {metadata: {namespace: null}}}"
    objects = OBJECTS.replace("{name: one", "{namespace: elsewhere, name: one")
    out = printed(own, "{match: {namespace: shop}, enforce: true, labels: {tier: ops}}", objects=objects)
    assert out.count("tier") == 2


def test_it_holds_for_what_was_rendered_though_the_application_changes_that() -> None:
    hidden = "{match: {name: one}, labels: {team: null}}"

    assert "name: one" not in printed(hidden, "{match: {labels: {team: shop}}, enforce: true, drop: true}")


def test_it_holds_for_what_another_enforced_rule_makes_of_an_object() -> None:
    first = "{match: {name: one}, enforce: true, patch: [{op: replace, path: /kind, value: Secret}]}"
    second = "{match: {kind: Secret}, enforce: true, labels: {a: b}}"
    third = "{match: {labels: {a: b}}, enforce: true, drop: true}"

    assert "one" not in printed("", f"{third}, {second}, {first}")


def test_a_rule_that_is_not_enforced_matches_what_was_rendered() -> None:
    assert '"one"' in printed(BECOMES_ANOTHER_KIND, DROPS_THAT_KIND.replace("enforce: true, ", ""))


EVERY_STAGE = """
apiVersion: swell/v1
rules:
- {match: {name: one}, labels: {tier: edge}, wave: 3}
- {match: {name: one}, patch: {data: {key: patched}}}
- {match: {name: two}, drop: true}
rollout: {configs: true}
"""


@pytest.mark.parametrize(
    ("left_off", "lost"),
    [
        ("match rules", ("tier: edge", "sync-wave", "patched")),
        ("patch", ("patched",)),
        ("rule metadata", ("tier: edge",)),
        ("decide order", ("sync-wave",)),
        ("write annotations", ("tier: edge", "sync-wave")),
        ("drop", ()),
        ("repair", ()),
        ("hash configs", ()),
    ],
)
def test_a_stage_can_be_left_off_and_the_others_do_what_is_theirs(left_off: str, lost: tuple[str, ...]) -> None:
    config = from_text(EVERY_STAGE, NOWHERE, shown="swell.yaml")
    objects = Objects(split(OBJECTS, namespace="shop"), config)
    stages = [stage for stage in STAGES if stage.name != left_off]
    assert len(stages) == len(STAGES) - 1
    out = join(arrange(objects, Context(config=config, namespace="shop"), stages).manifests)
    words = {"tier: edge": '"tier":"edge"', "sync-wave": "sync-wave", "patched": "patched"}
    here = {word for word, json in words.items() if word in out or json in out}
    assert here == words.keys() - set(lost)
    assert ("name: two" in out) is (left_off in ("match rules", "drop"))


def test_a_stage_tells_its_time_and_how_many_objects_it_has_changed() -> None:
    config = from_text(EVERY_STAGE, NOWHERE, shown="swell.yaml")
    objects, told = Objects(split(OBJECTS, namespace="shop"), config), list[str]()
    seconds = iter(range(100))
    stages = timed(STAGES, lambda: float(next(seconds)), told.append)
    arrange(objects, Context(config=config, namespace="shop"), stages)
    assert [line.split() for line in told] == [
        ["match", "rules", "1.000", "s", "2", "of", "2"],
        ["drop", "1.000", "s", "1", "of", "2"],
        ["patch", "1.000", "s", "1", "of", "1"],
        ["rule", "metadata", "1.000", "s", "1", "of", "1"],
        ["decide", "order", "1.000", "s", "1", "of", "1"],
        ["write", "annotations", "1.000", "s", "1", "of", "1"],
        ["repair", "1.000", "s", "0", "of", "1"],
        ["hash", "configs", "1.000", "s", "0", "of", "1"],
    ]

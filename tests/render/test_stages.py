import pytest

from cmp.config.model import Config
from cmp.config.policy_merge import laid_under
from cmp.config.policy_read import from_text as policy_from_text
from cmp.config.read import from_text
from cmp.manifests.split import join, split
from cmp.objects.objects import Objects
from cmp.render.stages import Context, arrange
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


def printed(own: str, policy: str, *, more: str = "", order: str = "") -> str:
    """Return what is printed of the objects under an application's rules and a policy's."""

    def read(base: Config) -> Config:
        return from_text(f"apiVersion: swell/v1\nrules: [{own}]\n", NOWHERE, shown="swell.yaml", base=base)

    said = policy_from_text(f"apiVersion: swell/v1\nrules: [{policy}]\n{more}", shown="policy.yaml")
    config = laid_under(read, said, project="shop")
    request = AppRequest(folder="/", texts=(("order", order),))
    objects = Objects(split(OBJECTS, namespace="shop"), config)
    return join(arrange(objects, Context(config=config, request=request)).manifests)


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

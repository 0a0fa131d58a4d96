"""Rights that are widened."""

import pytest
from reviews import config_map, reviewed, told

OTHER = config_map("a", "b: c")
NAMED = ", resourceNames: [%s]"


def role(rules: str, kind: str = "Role") -> str:
    return f"apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: r}}\nrules: [{rules}]\n---\n"


def rule(verbs: str, resources: str, group: str = '""', more: str = "") -> str:
    return f"{{apiGroups: [{group}], verbs: [{verbs}], resources: [{resources}]{more}}}"


ALL = rule('"*"', '"*"', '"*"')


def binding(role: str, *subjects: str, kind: str = "ClusterRoleBinding") -> str:
    listed = ", ".join(f"{{kind: ServiceAccount, namespace: shop, name: {one}}}" for one in subjects)
    return (
        f"apiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: b}}\n"
        f"roleRef: {{kind: ClusterRole, name: {role}}}\nsubjects: [{listed}]\n---\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (rule("get", "pods"), rule("get, delete", "pods"), "warning"),
        (rule("get", "pods"), rule("get", "pods, services"), "warning"),
        (rule("get", "pods"), rule("get", "pods", '"", apps'), "warning"),
        (rule("get", "pods"), rule("get", "pods, secrets"), "error"),
        (rule("get", "pods"), rule('"*"', "pods"), "error"),
        (rule("get", "pods"), rule("get", '"*"'), "error"),
        (rule("get", "roles", "rbac"), rule("get, escalate", "roles", "rbac"), "error"),
        (rule("get", "secrets", more=NAMED % "a"), rule("get", "secrets"), "error"),
        (rule("get", "secrets", more=NAMED % "a"), rule("get", "secrets", more=NAMED % "b"), "error"),
        ("{nonResourceURLs: [/healthz], verbs: [get]}", '{nonResourceURLs: ["/*"], verbs: [get]}', "warning"),
        (ALL, ALL + ", {nonResourceURLs: [/metrics], verbs: [get]}", "warning"),
        # near misses: narrower, or the same in other words
        (rule("get, delete", "pods"), rule("get", "pods"), ""),
        (rule('"*"', '"*"', '"*"'), rule("get, delete", "secrets"), ""),
        (rule("get", "pods, services"), f'{rule("get", "pods")}, {rule("get", "services")}', ""),
        (rule("get", "secrets"), rule("get", "secrets", more=NAMED % "a"), ""),
        (rule("update", '"*/scale"', "apps"), rule("update", "deployments/scale", "apps"), ""),
        ('{nonResourceURLs: ["/*"], verbs: [get]}', "{nonResourceURLs: [/metrics], verbs: [get]}", ""),
        ('{nonResourceURLs: ["*"], verbs: [get]}', '{nonResourceURLs: [a, "/b/*"], verbs: [get]}', ""),
    ],
)  # fmt: skip
def test_a_role_that_allows_more_is_a_danger(old: str, new: str, found: str) -> None:
    expected = [f"{found} rights Role/r"] if found else []
    assert told(reviewed(role(old), role(new))) == expected


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (binding("view", "a"), ["warning rights ClusterRoleBinding/b"]),
        (binding("cluster-admin", "a"), ["error rights ClusterRoleBinding/b"]),
        (binding("view", "a", kind="RoleBinding"), []),
        (role(rule('"*"', "pods"), "ClusterRole"), ["error rights ClusterRole/r"]),
        (role(rule("get", "pods"), "ClusterRole"), []),
    ],
)
def test_a_new_binding_or_role_of_much_is_a_danger(new: str, found: list[str]) -> None:
    assert told(reviewed(OTHER, OTHER + new)) == found


def test_a_binding_of_one_more_account_is_a_danger_and_of_one_less_is_none() -> None:
    less, more = binding("view", "a"), binding("view", "a", "b")
    (danger,) = reviewed(less, more).dangers
    assert danger.message == "it binds ServiceAccount/shop/b too, to ClusterRole/view"
    assert told(reviewed(more, less)) == []


def test_the_first_rights_are_told_in_the_order_of_the_rules_and_the_grave_ones_alone() -> None:
    old, new = role(rule("get", "pods")), role(rule("list, get, watch", "pods, services, events"))
    (danger,) = reviewed(old, new).dangers
    assert danger.message == "it allows more: list pods, list services, list events, get services and 4 more"
    (danger,) = reviewed(old, role(rule("get, list", "pods, secrets"))).dangers
    assert danger.message == "it allows more: get secrets and list secrets"


def test_rights_that_are_too_many_to_compare_are_told_as_that() -> None:
    each = [f"{sign}%s" for sign in "vrg"]
    odd = ", ".join(rule(*(one % number for one in each)) for number in range(60))
    whole = rule(*(", ".join(one % number for number in range(60)) for one in each))
    (danger,) = reviewed(role(odd), role(whole)).dangers
    assert danger.message.startswith("its rules are too many to compare")

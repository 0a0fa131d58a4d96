"""What the API server refuses; tests/e2e/test_refused_updates.py asks the real one about the same updates."""

import pytest
from reviews import config_map, deployment, reviewed
from updates import Update, all_updates

from cmp.model import Severity
from cmp.review.dangers.refused import refused
from cmp.review.model import Sort

JOB = (
    "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j%s}\n"
    "spec: {template: {spec: {containers: [{name: a, image: 'a:%d'}]}}}\n"
)
BINDING = (
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b%s}\n"
    "roleRef: {kind: Role, name: %s}\n"
)


@pytest.mark.parametrize("update", all_updates(), ids=lambda update: update.name)
def test_what_the_api_server_refuses_is_told_and_nothing_else(update: Update) -> None:
    found = [one.path for one in refused(update.pair)]

    assert bool(found) == update.refused, found
    assert update.path in [*found, ""]


def annotated(key: str, value: str) -> str:
    return f", annotations: {{argocd.argoproj.io/{key}: '{value}'}}"


GONE = ", annotations: {argocd.argoproj.io/hook: Sync, argocd.argoproj.io/hook-delete-policy: HookSucceeded}"


@pytest.mark.parametrize(
    ("before", "after", "refuses"),
    [
        (GONE, "", False),
        (annotated("hook", "Sync"), "", True),
        (GONE, GONE, False),
        (annotated("hook", "Sync"), GONE, True),
        (annotated("hook", "PostDelete"), "", False),
    ],
)
def test_what_the_sync_before_has_left_decides_whether_a_hook_can_be_refused(
    before: str, after: str, *, refuses: bool
) -> None:
    found = [danger for danger in reviewed(JOB % (before, 1), JOB % (after, 2)).dangers if danger.sort is Sort.REFUSED]
    assert bool(found) == refuses


@pytest.mark.parametrize(
    ("metadata", "severity"),
    [
        ("", Severity.ERROR),
        (annotated("sync-options", "Replace=true"), Severity.ERROR),
        (annotated("sync-options", "Force=true, Replace=true"), Severity.WARNING),
        (annotated("hook", "Sync"), None),
        (", annotations: {helm.sh/hook: post-install}", None),
        (", annotations: {helm.sh/hook: post-install, helm.sh/hook-delete-policy: hook-failed}", Severity.ERROR),
    ],
)
def test_what_argo_cd_deletes_before_it_applies_is_not_refused(metadata: str, severity: Severity | None) -> None:
    found = reviewed(JOB % (metadata, 1), JOB % (metadata, 2)).dangers
    assert [one.severity for one in found] == ([severity] if severity else [])


def test_a_binding_of_another_role_is_made_anew_unless_the_server_applies_it() -> None:
    (danger,) = reviewed(BINDING % ("", "a"), BINDING % ("", "b")).dangers
    assert danger.severity is Severity.WARNING
    assert "kubectl auth reconcile" in danger.message
    server = annotated("sync-options", "ServerSideApply=true")
    (danger,) = reviewed(BINDING % (server, "a"), BINDING % (server, "b")).dangers
    assert danger.severity is Severity.ERROR
    (danger,) = reviewed(BINDING % ("", "a"), BINDING % ("", "b"), server_side=True).dangers
    assert danger.severity is Severity.ERROR


def test_a_strategy_that_replaces_the_older_one_leaves_nothing_over() -> None:
    def stateful(strategy: str, metadata: str = "") -> str:
        return f"apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: s{metadata}}}\nspec: {{{strategy}}}\n"

    new = "updateStrategy: {type: OnDelete}"
    assert len(reviewed(stateful(""), stateful(new)).dangers) == 1
    assert not reviewed(stateful(""), stateful(new, annotated("sync-options", "Replace=true"))).dangers


def test_a_claim_that_grows_is_told_and_is_no_danger_to_fail_on() -> None:
    spec = "{resources: {requests: {storage: %s}}}"
    claim = f"apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: a}}\nspec: {spec}\n"
    (danger,) = reviewed(claim % "1Gi", claim % "2Gi").dangers
    assert danger.severity is Severity.INFO


def test_a_refusal_names_field_reason_and_fix() -> None:
    new = deployment().replace("matchLabels: {app: web}", "matchLabels: {app: other}")
    (danger,) = reviewed(deployment() + config_map("a", "b: c"), new).dangers
    assert danger.message == "the API server refuses it: spec.selector can't be changed"
    assert "Force=true,Replace=true" in danger.fix

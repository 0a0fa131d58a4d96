"""Objects with data that go."""

import pytest
from reviews import config_map, deployment, reviewed, told

CLAIM = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data%s}\nspec: {accessModes: [A]}\n---\n"
KEPT = ", annotations: {argocd.argoproj.io/sync-options: Prune=false}"
HOOK = ", annotations: {argocd.argoproj.io/hook: Sync}"


def made(api: str, kind: str) -> str:
    return f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: a}}\n---\n"


@pytest.mark.parametrize(
    ("old", "found"),
    [
        (CLAIM % "", ["error data-loss PersistentVolumeClaim/data"]),
        (made("v1", "Namespace"), ["error data-loss Namespace/a"]),
        (made("apps/v1", "StatefulSet"), ["warning data-loss StatefulSet/a"]),
        (made("postgresql.cnpg.io/v1", "Cluster"), ["error data-loss Cluster/a"]),
        (made("apiextensions.k8s.io/v1", "CustomResourceDefinition"), ["error data-loss CustomResourceDefinition/a"]),
        (CLAIM % KEPT, ["info data-loss PersistentVolumeClaim/data"]),
        # near misses: kinds of that name in another group, hooks, which no prune deletes, and what holds no data
        (made("cluster.x-k8s.io/v1beta1", "Cluster"), []),
        (CLAIM % HOOK, []),
        (deployment(), []),
    ],
)
def test_a_removed_object_with_data_is_a_danger(old: str, found: list[str]) -> None:
    assert told(reviewed(config_map("a", "b: c") + old, config_map("a", "b: c"))) == found


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", HOOK, ["error data-loss PersistentVolumeClaim/data"]),
        ("", ", annotations: {helm.sh/hook: pre-install}", ["error data-loss PersistentVolumeClaim/data"]),
        (HOOK, HOOK, []),
        ("", ", annotations: {argocd.argoproj.io/hook: Sync, argocd.argoproj.io/hook-delete-policy: HookFailed}", []),
        ("", ", annotations: {argocd.argoproj.io/sync-wave: '-1'}", []),
    ],
)
def test_a_claim_that_becomes_a_hook_is_a_danger(old: str, new: str, found: list[str]) -> None:
    assert told(reviewed(CLAIM % old, CLAIM % new)) == found

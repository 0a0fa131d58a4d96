"""What holds a deletion up, beyond the cases of the checks: those in which a sync hangs or other checks speak, too."""

import pytest
from judged import HERE

from cmp.argocd.deletion import deletion
from cmp.manifests.split import split
from cmp.objects.objects import Objects
from cmp.order.deletion_stalls import DeletionStalls

_OPERATOR = (HERE / "orphaned-finalizer/found.yaml").read_text()
_HOOK = (HERE / "delete-hook-needs-gone-object/found.yaml").read_text()
_CLAIM = (HERE / "claim-deleted-before-its-pods/left-alone-below.yaml").read_text()
_RIGHTS = "  name: operator\n  annotations:\n    argocd.argoproj.io/sync-wave: "


def held(text: str) -> list[tuple[str, str, bool]]:
    objects = Objects(split(text, namespace="shop"))
    return [(str(one.ref), one.why, one.sure) for one in DeletionStalls(objects, deletion(objects)).found()]


@pytest.mark.parametrize(
    ("wave", "when", "sure"), [("1", "goes before it", True), ("0", "goes at the same time", False)]
)
def test_a_controller_that_goes_first_is_told_apart_from_a_race(wave: str, when: str, sure: bool) -> None:  # noqa: FBT001
    kept, _, last = _OPERATOR.rpartition("kind: Deployment")
    text = f"{kept}kind: Deployment{last.replace(_RIGHTS + chr(34) + '0', _RIGHTS + chr(34) + wave, 1)}"
    why = f"Deployment/operator removes its finalizer sea.example.com/ebb, and Deployment/operator {when}"
    assert held(text) == [("Tide/high", why, sure)]


def test_a_controller_whose_rights_go_first_can_do_nothing() -> None:
    kept, _, last = _OPERATOR.partition("kind: ClusterRole\n")
    text = f"{kept}kind: ClusterRole\n{last.replace('sync-wave: ' + chr(34) + '-5', 'sync-wave: ' + chr(34) + '2', 1)}"
    ((ref, why, sure),) = held(text)
    assert (ref, why.partition(", and ")[2], sure) == ("Tide/high", "ClusterRole/operator goes before it", True)


def test_a_claim_in_a_higher_wave_than_its_workload_never_goes() -> None:
    why = "it stays as long as Deployment/web mounts it, which goes later"
    assert held(_CLAIM.replace('"-1"', '"1"')) == [("PersistentVolumeClaim/data", why, True)]


def test_a_hook_before_the_deletion_does_not_find_what_comes_after_it() -> None:
    job, _, config = _HOOK.replace("PostDelete", "PreDelete").rpartition("---\n")
    after = config.replace("settings", "settings\n  annotations:\n    argocd.argoproj.io/hook: PostDelete")
    assert held(f"{job}---\n{after}") == [("Job/bye", "it needs ConfigMap/settings, which is not there then", True)]


def test_a_hook_after_the_deletion_has_no_namespace_where_the_application_brought_it() -> None:
    job, _, _ = _HOOK.rpartition("---\n")
    text = f"{job}---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n"
    assert held(text) == [("Job/bye", "its namespace, Namespace/shop, is deleted before", True)]

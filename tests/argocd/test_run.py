"""The second sync, by Argo CD's code: what it prunes and when, which hooks run again, and what it waits for."""

from streams import manifest, stream

from cmp.argocd.deadlock import stalls
from cmp.argocd.live import Live, left
from cmp.argocd.plan import Plan
from cmp.argocd.simulate import simulate
from cmp.model import Edge, Need, Reason, Strength

_POLICY, _OPTIONS = "argocd.argoproj.io/hook-delete-policy", "argocd.argoproj.io/sync-options"
Document = dict[str, object]


def annotated(what: str, key: str, value: str, **more: str) -> Document:
    document = manifest(what, **more)  # type: ignore[arg-type]
    document["metadata"]["annotations"][key] = value  # type: ignore[index]
    return document


def second(before: list[Document], after: list[Document], *options: str, prunes: bool = True) -> Plan:
    live = Live(objects=left(stream(before)), prunes=prunes, options=options, again=True)
    return simulate(stream(after), namespace="app", create_namespace=True, live=live)


def told(plan: Plan) -> list[tuple[str, list[str], list[str]]]:
    """Return of each step its name, what it prunes, and what it applies."""
    return [
        (step.name, [str(one.ref) for one in step.prunes if not one.kept], [str(task.ref) for task in step.tasks])
        for step in plan.steps
    ]


def gates(plan: Plan) -> list[list[str]]:
    return [[f"{gate.ref} {gate.until}" for gate in step.gates] for step in plan.steps]


def test_what_is_pruned_goes_in_the_lowest_wave_of_what_is_left_to_prune() -> None:
    """Argo CD swaps the waves anew at each look, so that the highest goes first, and the others soon after it."""
    waves = [manifest(f"ConfigMap/{name}", wave=wave) for name, wave in (("a", "0"), ("b", "1"), ("c", "2"))]
    plan = second(waves, [manifest("Deployment/web", wave="1")])
    assert told(plan) == [
        ("Sync, wave 0", ["ConfigMap/c"], []),
        ("Sync, wave 0", ["ConfigMap/b"], []),
        ("Sync, wave 0", ["ConfigMap/a"], []),
        ("Sync, wave 1", [], ["Deployment/web"]),
    ]


def test_without_pruning_waves_are_swapped_once_and_objects_stay() -> None:
    waves = [manifest(f"ConfigMap/{name}", wave=wave) for name, wave in (("a", "0"), ("b", "1"), ("c", "2"))]
    plan = second(waves, [manifest("Deployment/web", wave="1")], prunes=False)
    assert [(step.wave, [(str(one.ref), one.kept) for one in step.prunes]) for step in plan.steps] == [
        (0, [("ConfigMap/c", "the sync does not prune")]),
        (1, [("ConfigMap/b", "the sync does not prune")]),
        (2, [("ConfigMap/a", "the sync does not prune")]),
    ]


def test_prune_last_comes_behind_the_highest_wave_of_the_sync_phase() -> None:
    before = [annotated("ConfigMap/old", _OPTIONS, "PruneLast=true"), manifest("ConfigMap/gone")]
    plan = second(before, [manifest("Deployment/web", wave="3"), manifest("Job/done", hook="PostSync")])
    assert told(plan) == [
        ("Sync, wave 0", ["ConfigMap/gone"], []),
        ("Sync, wave 3", [], ["Deployment/web"]),
        ("Sync, wave 4", ["ConfigMap/old"], []),
        ("PostSync, wave 0", [], ["Job/done"]),
    ]


def test_an_object_with_prune_false_stays_and_hooks_are_never_pruned() -> None:
    before = [annotated("ConfigMap/kept", _OPTIONS, "Prune=false"), manifest("Job/hook", hook="Sync")]
    (step,) = second(before, [manifest("ConfigMap/a")]).steps
    assert [(str(one.ref), one.kept) for one in step.prunes] == [("ConfigMap/kept", "Prune=false")]


def test_the_sync_options_of_the_application_count_where_the_object_has_none() -> None:
    before = [manifest("ConfigMap/a"), annotated("ConfigMap/b", _OPTIONS, "Prune=true")]
    (step,) = second(before, [manifest("ConfigMap/c")], "Prune=false").steps
    assert {str(one.ref): one.kept for one in step.prunes} == {"ConfigMap/a": "Prune=false", "ConfigMap/b": ""}


def test_a_prune_that_is_to_be_confirmed_holds_the_sync_even_without_pruning() -> None:
    before = [annotated("ConfigMap/a", _OPTIONS, "Prune=confirm")]
    for prunes in (True, False):
        plan = second(before, [manifest("ConfigMap/b")], prunes=prunes)
        (stall,) = stalls(plan, ())
        assert (str(stall.ref), stall.cause) == (
            "ConfigMap/a",
            "Prune=confirm: the sync waits until its deletion is confirmed",
        )


def test_a_hook_that_is_there_is_deleted_and_runs_again() -> None:
    job = manifest("Job/a", hook="PreSync")
    (step,) = second([job], [job]).steps
    assert ([str(ref) for ref in step.deletes], [str(task.ref) for task in step.tasks]) == (["Job/a"], ["Job/a"])


def test_a_hook_that_succeeded_and_went_is_not_deleted_again() -> None:
    job = annotated("Job/a", _POLICY, "HookSucceeded", hook="PreSync")
    (step,) = second([job], [job]).steps
    assert (step.deletes, [task.live for task in step.tasks]) == ((), [None])


def test_a_plain_object_that_becomes_a_sync_hook_misses_the_sync_unless_it_comes_earlier() -> None:
    plain, same = [manifest("Job/a"), manifest("ConfigMap/b")], manifest("ConfigMap/b")
    runs = {
        (phase, wave, prunes): any(
            str(task.ref) == "Job/a"
            for task in second(plain, [manifest("Job/a", hook=phase, wave=wave), same], prunes=prunes).tasks
        )
        for phase, wave in (("Sync", "0"), ("Sync", "1"), ("Sync", "-1"), ("PreSync", "0"), ("PostSync", "0"))
        for prunes in (True, False)
    }
    assert {key[:2] for key, run in runs.items() if not run} == {("Sync", "0"), ("Sync", "1")}


def test_a_hook_that_belongs_to_no_namespace_does_not_miss_the_sync() -> None:
    role = {"apiVersion": "rbac.authorization.k8s.io/v1"}
    plan = second([manifest("ClusterRole/a") | role], [manifest("ClusterRole/a", hook="Sync") | role])
    assert [str(task.ref) for task in plan.tasks] == ["ClusterRole/a"]


def test_a_plain_object_that_becomes_a_hook_of_the_deletion_is_pruned_and_one_that_is_skipped_is_not() -> None:
    plan = second([manifest("ConfigMap/a")], [manifest("ConfigMap/a", hook="PostDelete"), manifest("ConfigMap/b")])
    assert told(plan)[0][1] == ["ConfigMap/a"]
    plan = second([manifest("ConfigMap/a")], [manifest("ConfigMap/a", hook="Skip"), manifest("ConfigMap/b")])
    assert told(plan) == [("Sync, wave 0", [], ["ConfigMap/b"])]


def test_only_what_differs_is_applied_where_the_application_says_so_and_the_waves_count_all_the_same() -> None:
    same = [manifest("ConfigMap/a"), manifest("Job/hook", hook="Sync", wave="1")]
    plan = second([*same, manifest("Deployment/b")], [*same, manifest("Deployment/b", wave="1")], _ONLY)
    assert told(plan) == [("Sync, wave 1", [], ["Deployment/b", "Job/hook"])]
    assert gates(plan) == [["Deployment/b its rollout completes", "Job/hook it completes"]]


def test_a_claim_that_is_a_hook_and_that_pods_mount_holds_up_the_next_sync() -> None:
    claim = manifest("PersistentVolumeClaim/data", hook="PreSync")
    live = [claim, manifest("Deployment/web")]
    plan, (data, web) = second(live, live), stream(live)
    mounts = Edge(
        before=data.ref,
        after=web.ref,
        need=Need.EXISTS,
        strength=Strength.SHOULD,
        reason=Reason.REFERENCE,
        blocks=True,
        whys=("mounts it",),
    )
    assert gates(plan)[0][0] == "PersistentVolumeClaim/data it is gone"
    (stall,) = stalls(plan, (mounts,), live_needs=(mounts,))
    assert (str(stall.ref), stall.cause) == (
        "PersistentVolumeClaim/data",
        "it stays as long as Deployment/web mounts it",
    )


def test_a_step_waits_until_what_it_pruned_is_gone_but_the_last_one_does_not() -> None:
    plan = second([manifest("ConfigMap/a")], [manifest("ConfigMap/b"), manifest("Deployment/c", wave="1")])
    assert gates(plan) == [["ConfigMap/a it is gone"], []]


def test_the_namespace_is_there_and_no_step_makes_it() -> None:
    plan = second([manifest("ConfigMap/a")], [manifest("ConfigMap/a")])
    assert told(plan) == [("Sync, wave 0", [], ["ConfigMap/a"])]


def test_argo_cd_pauses_once_more_after_it_deleted_the_hooks_of_a_run_before() -> None:
    job, config = manifest("Job/a", hook="PreSync"), manifest("ConfigMap/b")
    assert [second([job, config], [job, config]).delay, second([config], [job, config]).delay] == [4, 2]


_ONLY = "ApplyOutOfSyncOnly=true"

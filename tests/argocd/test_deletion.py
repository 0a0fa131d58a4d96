"""The deletion of an application, by Argo CD's code: hooks before, waves from the highest, hooks after, what stays."""

from streams import manifest, stream

from cmp.argocd.deletion import Deletion, deletion

Document = dict[str, object]


def annotated(what: str, **annotations: str) -> Document:
    document = manifest(what)
    document["metadata"]["annotations"] = {_KEYS[key]: value for key, value in annotations.items()}  # type: ignore[index]
    return document


_KEYS = {
    "hook": "argocd.argoproj.io/hook",
    "helm": "helm.sh/hook",
    "policy": "argocd.argoproj.io/hook-delete-policy",
    "options": "argocd.argoproj.io/sync-options",
    "wave": "argocd.argoproj.io/sync-wave",
    "keep": "helm.sh/resource-policy",
}


def told(*documents: Document, options: tuple[str, ...] = ()) -> Deletion:
    return deletion(stream(documents), options=options)


def steps(found: Deletion) -> list[tuple[str, list[str]]]:
    return [(step.name, [str(ref) for ref in step.refs]) for step in found.steps]


def stays(found: Deletion) -> dict[str, str]:
    return {str(one.ref): one.why for one in found.stays}


def test_waves_go_from_the_highest_to_the_lowest_and_hooks_left_by_the_sync_with_them() -> None:
    found = told(
        annotated("ConfigMap/a", wave="1"), annotated("Job/b", hook="PreSync"), annotated("ConfigMap/c", wave="-1")
    )
    assert steps(found) == [("wave 1", ["ConfigMap/a"]), ("wave 0", ["Job/b"]), ("wave -1", ["ConfigMap/c"])]


def test_hooks_of_the_deletion_run_before_and_after_whatever_their_waves() -> None:
    found = told(
        annotated("Job/a", hook="PreDelete", wave="3"),
        annotated("Job/b", helm="pre-delete"),
        annotated("ConfigMap/c"),
        annotated("Job/d", helm="post-delete", wave="-3"),
        annotated("Job/e", hook="PostDelete", policy="HookSucceeded"),
    )
    assert steps(found) == [
        ("PreDelete", ["Job/a", "Job/b"]),
        ("wave 3", ["Job/a"]),
        ("wave 0", ["ConfigMap/c", "Job/b"]),
        ("PostDelete", ["Job/d", "Job/e"]),
    ]
    assert stays(found) == {"Job/d": "a PostDelete hook without HookSucceeded"}


def test_a_hook_before_the_deletion_that_the_sync_has_left_does_not_run() -> None:
    found = told(annotated("Job/a", hook="PostSync,PreDelete"), annotated("Job/b", helm="post-install,post-delete"))
    assert [str(ref) for ref in found.skipped] == ["Job/a"]
    assert steps(found) == [("wave 0", ["Job/a", "Job/b"]), ("PostDelete", ["Job/b"])]


def test_crds_and_what_is_kept_stay() -> None:
    crd = {"apiVersion": "apiextensions.k8s.io/v1", "spec": {"group": "example.com", "names": {"kind": "Tide"}}}
    found = told(
        annotated("CustomResourceDefinition/tides.example.com") | crd,
        annotated("ConfigMap/a", options="Prune=true,Delete=false"),
        annotated("ConfigMap/b", keep="keep"),
        annotated("ConfigMap/c"),
    )
    assert steps(found) == [("wave 0", ["ConfigMap/c"])]
    assert stays(found) == {
        "ConfigMap/a": "Delete=false",
        "ConfigMap/b": "helm.sh/resource-policy: keep",
        "CustomResourceDefinition/tides.example.com": "Argo CD deletes no CRD",
    }


def test_the_option_of_an_object_wins_over_that_of_the_application() -> None:
    found = told(annotated("ConfigMap/a"), annotated("ConfigMap/b", options="Delete=true"), options=("Delete=false",))
    assert (steps(found), list(stays(found))) == ([("wave 0", ["ConfigMap/b"])], ["ConfigMap/a"])


def test_what_has_to_be_confirmed_holds_all_up() -> None:
    assert [str(ref) for ref in told(annotated("ConfigMap/a", options="Delete=confirm")).asked] == ["ConfigMap/a"]


def test_hooks_that_succeeded_go_at_the_very_end_even_if_they_were_to_stay() -> None:
    found = told(
        annotated("Job/a", hook="PreDelete", policy="HookSucceeded", options="Delete=false"),
        annotated("Job/b", hook="PreDelete", options="Delete=false"),
        annotated("Job/c", hook="PostDelete", policy="HookSucceeded"),
    )
    assert ([str(ref) for ref in found.ended], stays(found)) == (["Job/a", "Job/c"], {"Job/b": "Delete=false"})

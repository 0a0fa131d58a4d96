"""What is known of one object, and of which one that is."""

import subprocess

import pytest
from programs import SWELL
from sample import HOOK, account, database, deadlock, decision, manifest

from cmp.report.why_text import text

STREAM = """
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: one, annotations: {argocd.argoproj.io/sync-wave: "3"}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: two}
"""


def why(what: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SWELL, "why", what, "-"], input=STREAM, capture_output=True, text=True, check=False)


def test_it_says_where_an_object_runs_who_decided_and_what_it_needs() -> None:
    whole = database()
    lines = text(whole, whole.arranged.manifests[3].ref).splitlines()
    assert lines[0] == "Job/eoapi-pgstac-migrate   Sync, wave -2 (3 of 5), a hook"
    assert "    argocd.argoproj.io/hook: Sync     was post-install, weight -5" in lines
    assert "    Sync, wave -2  goes on when it completes" in lines
    at = lines.index("    Job/eoapi-pgstac-superuser-init-db  ready  must  weight -6 comes before")
    assert lines[at + 1].split() == ["weight", "-5"]
    assert "    Deployment/eoapi-vector        ready  must  its init container waits for it" in lines


def test_it_tells_the_authors_word_and_what_argo_cd_reads_in_it() -> None:
    job = manifest("Job/a", helm="post-install", weight="-5")
    lines = text(account([job]), job.ref).splitlines()
    assert "    helm.sh/hook: post-install  the chart's author; Argo CD reads it as PostSync" in lines
    assert "    helm.sh/hook-weight: -5     the chart's author; Argo CD reads it as the wave" in lines


def test_it_tells_what_was_removed() -> None:
    job = manifest("Job/a")
    gone = decision(job.ref, HOOK, "", "swell.yaml:3: rules[0]").replace(value=None)
    assert (
        f"    {HOOK}: removed  swell.yaml:3: rules[0]" in text(account([job], decisions=[gone]), job.ref).splitlines()
    )


def test_it_tells_of_a_stall_that_an_object_has_a_part_in_and_of_no_other() -> None:
    whole = deadlock()
    job, *_, config = whole.arranged.manifests
    assert "WOULD HANG" in text(whole, job.ref)
    assert "WOULD HANG" not in text(whole, config.ref)


@pytest.mark.parametrize("what", ["configmap/settings", "ConfigMap/settings", "CONFIGMAP/settings"])
def test_objects_of_one_name_are_all_shown(what: str) -> None:
    shown = why(what).stdout.split("\n\n")
    assert [text.split("   ")[0] for text in shown] == ["ConfigMap/two/settings", "ConfigMap/one/settings"]


def test_a_namespace_chooses_one_of_them() -> None:
    assert why("configmap/one/settings").stdout.startswith("ConfigMap/one/settings   Sync, wave 3 (2 of 2)\n")


def test_an_unknown_object_is_no_answer_and_the_nearest_are_named() -> None:
    run = why("ConfigMap/setings")
    assert run.returncode == 2
    assert "there is no ConfigMap/setings" in run.stderr
    assert "nearest: ConfigMap/two/settings, ConfigMap/one/settings" in run.stderr


@pytest.mark.parametrize("what", ["image.tag", "a/b/c/d", "/name", "Kind/"])
def test_what_names_no_object_is_told_how_to(what: str) -> None:
    run = why(what)
    assert run.returncode == 2
    assert "name an object as Kind/name" in run.stderr

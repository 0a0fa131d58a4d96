"""The plan as text."""

import re

import pytest
from sample import HOOK, WAVE, account, database, deadlock, decision, edge, manifest

from cmp.argocd.judge import Judge
from cmp.argocd.simulate import simulate
from cmp.model import Need, Strength
from cmp.report.plan_text import written


def test_the_verdict_comes_first_then_the_cost() -> None:
    first, more, empty, heading, *_ = written(database()).splitlines()
    assert first == "web → shop   CAN FINISH   5 waves, at least 8 s and three Jobs"
    assert more == "    26 objects, 5 changed"
    assert not empty
    assert heading.split() == ["wave", "object", "Swell", "goes", "on", "when"]


def test_nothing_waits_for_what_the_last_step_applies_beside_a_hook_that_it_waits_for() -> None:
    report = account(
        [
            manifest("Deployment/web"),
            manifest("ConfigMap/early", hook="PreSync"),
            manifest("ConfigMap/late", hook="PostSync"),
            manifest("Job/late", hook="PostSync"),
        ]
    )
    text = " ".join(written(report).split())
    assert "PreSync 0 ConfigMap/early (PreSync hook) at once" in text
    assert "PostSync 0 ConfigMap/late (PostSync hook) nothing waits" in text
    assert "Job/late (PostSync hook) it completes" in text


def test_what_needs_no_order_has_one_line() -> None:
    assert written(account([manifest("ConfigMap/a")])).splitlines() == [
        "web → shop   nothing to order: 1 object in one wave",
        "Judged by Argo CD 3.6 (the newest).",
    ]


@pytest.mark.parametrize(
    ("judge", "told"),
    [
        (Judge(), "Judged by Argo CD 3.6 (the newest), with 2 s between waves (its default)."),
        (
            Judge(version="3.5", named="--argocd", delay=0, paused="swell.yaml:3"),
            "Judged by Argo CD 3.5 (--argocd), with 0 s between waves (swell.yaml:3).",
        ),
    ],
    ids=["usual", "named"],
)
def test_the_last_line_says_which_argo_cd_judged_and_who_names_it(judge: Judge, told: str) -> None:
    assert written(database().replace(judge=judge)).splitlines()[-1] == told


def test_a_sync_that_hangs_tells_why_the_fix_and_then_the_table() -> None:
    assert written(deadlock()).splitlines()[:9] == [
        "web → shop   WOULD HANG in Sync, wave 0, and fail after 600 s",
        "    (progressDeadlineSeconds)",
        "  Deployment/eoapi-raster   its init container waits for",
        "                            Job/eoapi-pgstac-migrate",
        "  Job/eoapi-pgstac-migrate  post-install means PostSync: it starts when the",
        "                            Deployment is healthy",
        "                            and Deployment/eoapi-{stac,vector} likewise",
        "  fix: let Swell order it (plugin name: swell)",
        "",
    ]


@pytest.mark.parametrize(
    ("late", "told"),
    [
        ({}, "no hook, and so it is applied in Sync, when the Job has completed"),
        ({"hook": "PostSync"}, "a PostSync hook: it starts when the Job has completed"),
        ({"hook": "PreSync", "wave": "2"}, "it is in wave 2, which starts when the Job has completed"),
    ],
)
def test_the_last_line_says_when_the_last_object_would_come(late: dict[str, str], told: str) -> None:
    job, config = manifest("Job/a", hook="PreSync"), manifest("ConfigMap/b", **late)
    lines = written(account([job, config], edge(config, job, "reads it|and again"))).splitlines()
    assert lines[2] == "  Job/a        reads ConfigMap/b, and 1 more"
    assert "".join(lines[3:5]).split() == ["ConfigMap/b", *told.split()] or lines[3] == f"  ConfigMap/b  {told}"


def test_two_that_wait_for_each_other_are_told_so() -> None:
    one, two, hook = manifest("Deployment/a"), manifest("Deployment/b"), manifest("Job/z", hook="PostSync")
    lines = written(account([one, two, hook], edge(two, one, need=Need.READY), edge(one, two, need=Need.READY)))
    assert "they wait for each other" in lines.splitlines()[4]


def test_of_what_has_no_health_check_a_footnote_says_whether_that_matters() -> None:
    harmless = written(database()).splitlines()
    assert "at once ¹" in "".join(harmless[4:7])
    below = harmless[harmless.index("", 4) + 1 :]
    assert " ".join(map(str.strip, below)).partition(" eoapi-{")[0] == (
        "¹ Argo CD has no health check for PostgresCluster; harmless here, the Job can't start until it is ready."
        "  swell why PostgresCluster/eoapi"
    )
    cluster, job = manifest("PostgresCluster/db", wave="-1"), manifest("Job/a", hook="Sync")
    harm = written(account([cluster, job], edge(cluster, job, need=Need.READY, blocks=False)))
    assert "¹ Argo CD has no health check for PostgresCluster: nothing waits for it to be" in harm


def test_an_edge_that_is_no_must_and_blocks_nothing_gets_no_footnote() -> None:
    cluster, job = manifest("PostgresCluster/db", wave="-1"), manifest("Job/a", hook="Sync")
    loose = edge(cluster, job, need=Need.READY, strength=Strength.SHOULD, blocks=False)
    assert "¹" not in written(account([cluster, job], loose))


def test_long_reasons_wrap_and_rows_stay_aligned() -> None:
    job = manifest("Job/a", hook="Sync", wave="-1")
    reason = "a reason of many words " * 20
    lines = written(account([job], decisions=[decision(job.ref, HOOK, "Sync", reason)])).splitlines()
    start = lines[2].index("because")
    assert max(map(len, lines)) <= 80
    assert all(line[:start].strip() == "" for line in lines[4:-3])
    assert " ".join(line[start:] for line in lines[3:-3]) == reason.strip()


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("waits for it", "waits for ConfigMap/b"),
        ("apps/it/swell.yaml:3: rules[0]", "waits for ConfigMap/b: apps/it/swell.yaml:3: rules[0]"),
        ("reads ConfigMap b (volume it-is)", "reads ConfigMap b (volume it-is)"),
    ],
)
def test_it_is_named_where_a_reason_stands_alone(why: str, told: str) -> None:
    job, config = manifest("Job/a", hook="PreSync"), manifest("ConfigMap/b")
    assert written(account([job, config], edge(config, job, why))).splitlines()[2] == f"  Job/a        {told}"


def test_what_an_object_needs_for_one_reason_is_told_together() -> None:
    jobs = [manifest(f"Job/web-{name}", hook="Sync", wave="-1") for name in ("a", "b")]
    web = manifest("Deployment/web")
    lines = written(account([*jobs, web], *(edge(job, web, "waits for it", need=Need.READY) for job in jobs)))
    assert "waits for Job/web-{a,b}" in " ".join(lines.split())


def test_a_namespace_that_argo_cd_makes_is_named_and_no_object_of_the_application() -> None:
    whole = account([manifest("ConfigMap/a")])
    lines = written(
        whole.replace(plan=simulate(whole.arranged.manifests, namespace="shop", create_namespace=True))
    ).splitlines()
    assert lines[0].endswith("   1 object")
    assert re.split(" {2,}", lines[3]) == ["PreSync 0", "Namespace/shop", "-", "at once", "Argo CD makes it by itself"]


def test_what_is_only_suggested_and_what_could_not_be_kept_is_told() -> None:
    job, web = manifest("Job/a", hook="Sync"), manifest("Deployment/b")
    whole = account([job, web])
    preference = decision(web.ref, WAVE, "1", "swell.yaml:3: rules[0]")
    first, second = whole.arranged.subjects
    subjects = (first, second.replace(suggested=(preference,)))
    arranged = whole.arranged.replace(subjects=subjects, left_out=(edge(web, job, "waits for it"),))
    lines = written(whole.replace(arranged=arranged)).splitlines()
    assert lines[-4] == f"Suggested: Deployment/b {WAVE}: 1 (swell.yaml:3: rules[0])"
    assert lines[-3] == "Not kept, since a cycle or a given wave stands against it: Job/a waits for"
    assert lines[-2] == "    Deployment/b"

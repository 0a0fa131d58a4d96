"""Whose pods are replaced, and why."""

import pytest
from reviews import config_map, deployment, reviewed, side

from cmp.review.model import Cause

READS = ", envFrom: [{configMapRef: {name: app}}]"


def checksum(value: str) -> str:
    return f", annotations: {{checksum/config: '{value}'}}"


def whys(old: str, new: str) -> list[str]:
    return [f"{one.ref}: {one.why}" for one in reviewed(old, new).rolls]


def test_a_checksum_is_told_by_what_the_pods_read_and_where_its_value_comes_from() -> None:
    old, new = (
        config_map("app", f"level: {word}") + deployment(container=READS, metadata=checksum(word)) for word in "ab"
    )
    ref = side(old).objects.manifests[0].ref
    found = reviewed(old, new, causes={(ref, "data.level"): Cause(value="level", where="stage-values.yaml:4")})
    assert [one.why for one in found.rolls] == ["since ConfigMap/app changed, from stage-values.yaml:4"]


def test_a_checksum_of_what_did_not_change_is_told_by_its_name() -> None:
    old, new = (config_map("app", "a: b") + deployment(container=READS, metadata=checksum(word)) for word in "ab")
    assert whys(old, new) == ["Deployment/web: only since checksum/config changed"]


def test_a_label_of_the_chart_alone_rolls_pods_and_that_is_told() -> None:
    old, new = (deployment(metadata=f", annotations: {{helm.sh/chart: web-{n}}}") for n in (1, 2))
    assert whys(old, new) == ["Deployment/web: only since helm.sh/chart changed"]


def test_a_changed_template_is_told_by_its_fields() -> None:
    assert whys(deployment(), deployment(image="web:2")) == ["Deployment/web: since containers[app].image changed"]


@pytest.mark.parametrize(
    "new",
    [
        deployment(spec="  replicas: 0\n", image="web:2"),
        deployment(spec="  paused: true\n", image="web:2"),
        deployment(spec="  replicas: 4\n"),
        deployment(container=", imagePullPolicy: IfNotPresent, resources: {}, terminationMessagePolicy: File"),
        deployment(pod=", dnsPolicy: ClusterFirst, securityContext: {}"),
    ],
)
def test_what_replaces_no_pod_is_no_roll(new: str) -> None:
    assert whys(deployment(), new) == []


def test_a_job_does_not_roll() -> None:
    spec = "{template: {spec: {containers: [{name: a, image: %s}]}}}"
    job = f"apiVersion: batch/v1\nkind: Job\nmetadata: {{name: a}}\nspec: {spec}\n"
    assert whys(job % "a", job % "b") == []

"""A need that the sync itself meets too late."""

import pytest
from stuck_apps import Object, application, event, listed, read, result

from cmp.stuck.answer import answered

_MISSING = event("Pod/web-5f-abc", "Failed", 'Error: configmap "settings" not found')


def _cause(app: Object, missing: Object = _MISSING) -> str:
    return answered(read(app), listed(missing)).cause


def _settings(wave: int) -> Object:
    return {"kind": "ConfigMap", "name": "settings", "namespace": "web", "syncWave": wave, "status": "OutOfSync"}


@pytest.mark.parametrize(("wave", "cause"), [(-1, "missing-config"), (0, "missing-config"), (1, "later-wave")])
def test_what_a_later_wave_brings_is_told_apart_from_what_is_missing(wave: int, cause: str) -> None:
    web = {"group": "apps", "kind": "Deployment", "name": "web", "namespace": "web"}
    message = "waiting for healthy state of apps/Deployment/web"
    results = [result("apps/Deployment/web")]
    assert _cause(application(message, results=results, resources=[web, _settings(wave)])) == cause


def test_before_the_sync_every_ordinary_object_is_later() -> None:
    missing = event(
        "Pod/migrate-abc", "FailedMount", 'MountVolume.SetUp failed for volume "v" : configmap "settings" not found'
    )
    results = [result("batch/Job/migrate", hook="PreSync")]
    app = application("waiting for completion of hook batch/Job/migrate", results=results, resources=[_settings(-5)])
    answer = answered(read(app), listed(missing))
    assert answer.cause == "later-wave"
    assert "needs ConfigMap/settings, which this sync applies only later (Sync, wave -5)" in answer.headline


def test_what_this_application_does_not_bring_is_missing() -> None:
    message = "waiting for healthy state of apps/Deployment/web"
    assert _cause(application(message, results=[result("apps/Deployment/web")])) == "missing-config"

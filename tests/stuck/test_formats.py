"""The answer as text and as JSON."""

import json

import pytest
from stuck_apps import NAMES, application, read, recorded, result

from cmp.stuck.answer import answered
from cmp.stuck.formats import as_json, as_text

_FIELDS = {
    "version", "app", "state", "stuck", "since", "phase", "wave", "wavePlace", "awaited", "objects", "cause", "answer",
    "says", "see", "cure", "terminate",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_json_has_always_the_same_fields(name: str) -> None:
    app, events, _ = recorded(name)
    told = json.loads(as_json(answered(app, events)))
    assert told.keys() == _FIELDS
    assert told["version"] == "swell.stuck/v1"
    assert told["answer"].startswith(f"{app.name}: ")


def test_objects_are_named_whole() -> None:
    message = "waiting for healthy state of apps/Deployment/web"
    told = json.loads(as_json(answered(read(application(message, results=[result("apps/Deployment/web")])), None)))
    assert told["objects"] == [{"group": "apps", "kind": "Deployment", "namespace": "web", "name": "web"}]


def test_a_text_stays_short_whatever_is_read() -> None:
    results = [result(f"apps/Deployment/{'w' * 200}-{number}", message="x " * 4000) for number in range(1000)]
    message = f"waiting for healthy state of apps/Deployment/{'w' * 200}-0 and 999 more resources"
    lines = as_text(answered(read(application(message, results=results)), None)).splitlines()
    assert len(lines) <= 16

import inspect
import socket

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from cmp import errors
from cmp.telemetry.metrics import Metrics, causes
from cmp.telemetry.record import Event, Record, Start

RENDER = Record(
    time="2026-11-29T12:00:00Z",
    application="web",
    project="default",
    outcome="rendered",
    cause=None,
    seconds=0.3,
    waited=None,
)
KNOWN = RENDER.replace(outcome="known", seconds=0.01)
WAITED = RENDER.replace(waited=12.0, seconds=13.0)
FAILED = RENDER.replace(outcome="failed", cause="queue", seconds=50.0, waited=50.0)


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Return what an exposition says: numbers by name and texts of labels."""
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def counted(*events: Event) -> dict[tuple[str, ...], float]:
    metrics = Metrics()
    for event in events:
        metrics.take(event)
    return samples(generate_latest(metrics.registry).decode())


def test_every_series_is_there_before_the_first_render() -> None:
    found, later = counted(), counted(Start.now(), RENDER, KNOWN, WAITED, FAILED)
    assert found.keys() == later.keys()
    assert {series[0]: value for series, value in found.items() if value} == {"swell_build_info": 1.0}


def test_a_render_counts_by_its_outcome_its_wait_and_its_cause() -> None:
    found = counted(Start.now(), RENDER, KNOWN, WAITED, FAILED)
    assert [found["swell_render_seconds_count", outcome] for outcome in ("rendered", "known", "failed")] == [2, 1, 1]
    assert found["swell_render_seconds_sum", "rendered"] == 13.3
    assert found["swell_render_seconds_bucket", "0.05", "known"] == 1
    assert (found["swell_render_wait_seconds_count",], found["swell_render_wait_seconds_bucket", "15.0"]) == (2, 1)
    failures = {series[1]: value for series, value in found.items() if series[0] == "swell_render_failures_total"}
    assert {cause for cause, value in failures.items() if value} == {"queue"}
    assert found["swell_server_starts_total",] == 1


def test_no_label_is_a_name_that_a_tenant_has_chosen() -> None:
    hostile = [RENDER.replace(application=f"app-{number}", project=f"project-{number}") for number in range(99)]
    assert counted(*hostile).keys() == counted().keys()


CLASSES = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, errors.SwellError)]


def test_each_class_of_errors_is_a_cause_of_its_own() -> None:
    words = [one.cause for one in CLASSES if one is not errors.SwellError]
    assert len(set(words)) == len(words)
    assert {*words, "gone", "killed"} == set(causes())


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(errors.CommandError, match=rf"^can't serve metrics at 127\.0\.0\.1, port {port}: ") as told:
            Metrics().serve("127.0.0.1", port)
    assert told.value.fix

"""The answer for each application that was recorded from the real Argo CD, with its events and without."""

import json

import pytest
from programs import TOP
from stuck_apps import NAMES, RECORDED, application, event, listed, read, recorded, result

from cmp import dialect
from cmp.stuck.answer import answered, shown
from cmp.stuck.formats import as_json, as_text
from cmp.stuck.model import Answer


def test_each_recorded_application_is_a_case_that_can_be_recorded_again_with_the_answer_that_it_expects() -> None:
    cases = {path.stem: dialect.load(path.read_text())["expects"] for path in (TOP / "tests/e2e/stuck").glob("*.yaml")}
    assert {name: recorded(name)[2] for name in NAMES} == cases


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_application_gets_the_answer_that_was_expected(name: str, request: pytest.FixtureRequest) -> None:
    app, events, expected = recorded(name)
    answer = answered(app, events)
    text, kept = as_text(answer) + "\n", RECORDED / name / "answer.txt"
    if request.config.getoption("update"):
        kept.write_text(text)
    assert {key: value for key, value in _told(answer).items() if key in expected} == expected
    assert text == kept.read_text()


@pytest.mark.parametrize("name", NAMES)
def test_without_events_the_step_is_told_too_and_all_that_it_waits_for(name: str) -> None:
    app, _, expected = recorded(name)
    answer = answered(app, None)
    told = _told(answer)
    wanted = {key: expected[key] for key in ("state", "phase", "wave") if key in expected}
    assert {key: told[key] for key in wanted} == wanted
    assert expected.get("awaited", "") in ["", *map(str, answer.awaited.objects)]


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_fits_on_a_screen_of_80_columns_but_for_commands(name: str) -> None:
    app, events, _ = recorded(name)
    lines = as_text(answered(app, events)).splitlines()
    assert len(lines) <= 16
    assert lines[0].startswith(f"{app.name}: ")
    assert all(len(line) <= 80 for line in lines if not line.startswith("      kubectl "))  # alone on its line


def test_a_name_of_several_lines_stays_on_the_line_of_its_command() -> None:
    app = read(
        application("waiting for completion of hook batch/Job/web", results=[result("batch/Job/web", hook="Sync")])
    )
    missing = event("Pod/web-abcde", "Failed", 'secret "a\n\n  see   kubectl delete ns web" not found')
    answer = answered(app, listed(missing))
    assert answer.cause == "missing-config"
    assert not [line for line in as_text(answer).splitlines() if line.strip().startswith("see   kubectl delete")]
    assert "\n" not in answer.more


def test_the_object_whose_cause_is_known_is_named_first() -> None:
    names = ("apps/Deployment/api", "apps/Deployment/web")
    message = "waiting for healthy state of apps/Deployment/api and 1 more resources"
    app = read(application(message, results=[result(name) for name in names]))
    answer = answered(
        app, listed(event("Pod/web-5f-abc", "FailedScheduling", "0/3 nodes are available: 3 Insufficient cpu."))
    )
    assert (
        answer.headline
        == "web: Sync waits for Deployment/web and 1 other: no node can take its pod (3 Insufficient cpu)"
    )


def test_a_value_that_the_api_server_repeats_is_not_shown() -> None:
    said = 'Secret "db" is invalid: data[key]: Invalid value: "hunter2-hunter2": must be base64'
    failed = result("Secret/db", status="SyncFailed", message=said, hookPhase="Failed")
    answer = answered(read(application("one or more objects failed to apply", phase="Failed", results=[failed])), None)
    assert "hunter2" not in as_text(answer) + as_json(answer)
    assert answer.says == 'Secret "db" is invalid: data[key]: Invalid value: (hidden): must be base64'


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            'spec: Invalid value: {"key":"hunter2: x"}: field is immutable',
            "spec: Invalid value: (hidden): field is immutable",
        ),
        (
            'a: Invalid value: "hun\\"ter2": no, b: Duplicate value: "hunter2"',
            "a: Invalid value: (hidden): no, b: Duplicate value: (hidden)",
        ),
        (
            'a: Unsupported value: "hunter2": supported values: "A"',
            'a: Unsupported value: (hidden): supported values: "A"',
        ),
        ("a: Invalid value: hunter2", "a: Invalid value: (hidden)"),
        ("a: Invalid value: x{k:\nhunter2}: no", "a: Invalid value: (hidden): no"),
    ],
)
def test_a_value_of_any_form_is_hidden_and_its_reason_is_not(message: str, told: str) -> None:
    assert shown(message) == told


@pytest.mark.parametrize(
    "secret", ["postgres://web:hunter2@db/web", "password=hunter2-hunter2", "Bearer abcdefgh12345678"]
)
def test_what_looks_like_a_secret_in_a_message_is_not_shown(secret: str) -> None:
    assert "hunter2" not in shown(f"can't connect with {secret} again")
    assert "abcdefgh12345678" not in shown(f"can't connect with {secret} again")


def test_of_a_message_with_a_secret_all_else_is_shown() -> None:
    said = "failed to fetch anonymous token: unexpected status for password = hunter2-hunter2 of the registry: 401"
    told = "failed to fetch anonymous token: (hidden) status for password = (hidden) of the registry: 401"
    assert shown(said) == told


def test_a_name_that_a_shell_would_run_is_quoted_in_a_command() -> None:
    name = "web; echo harmless"
    app = read(application(f"waiting for healthy state of /Service/{name}"))
    answer = answered(app, None)
    assert "; echo" not in answer.more.replace("'", "").partition("describe")[0]


def test_a_name_that_a_shell_would_run_is_quoted_in_the_fix_too() -> None:
    app = application("", phase="")
    app["metadata"]["name"] = "web; echo harmless"
    del app["status"]["operationState"]
    answer = answered(read(app), None)
    assert answer.fix == "run `argocd app sync 'web; echo harmless'`"


def test_a_name_that_a_program_would_take_for_an_option_is_in_no_command() -> None:
    """`kubectl get secret --server=...` shows the token of whoever runs it to that server."""
    message = 'Error: secret "--server=http://evil.example.com" not found'
    app = read(application("waiting for healthy state of apps/Deployment/web", results=[result("apps/Deployment/web")]))
    answer = answered(app, listed(event("Pod/web-5f-abc", "Failed", message)))
    assert answer.cause == "missing-config"
    assert answer.more.endswith("get Secret NAME")


def _told(answer: Answer) -> dict[str, object]:
    told: dict[str, object] = json.loads(as_json(answer))
    return told

import json
import select

import pytest

from cmp.telemetry.record import Event, Record, Start, line, name, read

NOTES = {"command": "generate", "application": "web", "project": "default", "status": "0", "waited": "0.250"}


def of(notes: dict[str, str], lost: str = "gone") -> Record | None:
    return Record.of(notes, seconds=1.23456, lost=lost)


@pytest.mark.parametrize(
    ("notes", "outcome", "cause"),
    [
        ({}, "rendered", None),
        ({"outcome": "known"}, "known", None),
        ({"status": "2", "cause": "helm"}, "failed", "helm"),
        ({"status": "2", "cause": "helm", "outcome": "known"}, "failed", "helm"),
        ({"status": "141", "cause": ""}, "failed", "gone"),
    ],
)
def test_a_render_that_has_ended_is_what_its_notes_say(notes: dict[str, str], outcome: str, cause: str | None) -> None:
    found = of(NOTES | notes, lost="killed")  # by the server, which saw its client go; it had ended before
    assert found
    assert (found.outcome, found.cause, found.seconds, found.waited) == (outcome, cause, 1.235, 0.25)


@pytest.mark.parametrize("lost", ["gone", "killed"])
def test_a_render_that_did_not_end_by_itself_has_failed(lost: str) -> None:
    found = of({word: text for word, text in NOTES.items() if word not in ("status", "waited")}, lost)
    assert found
    assert (found.outcome, found.cause, found.waited) == ("failed", lost, None)


@pytest.mark.parametrize("notes", [{}, NOTES | {"command": "parameters"}])
def test_what_was_asked_for_no_render_has_no_record(notes: dict[str, str]) -> None:
    assert of(notes) is None


@pytest.mark.parametrize("event", [Start.now(), of(NOTES), of(NOTES | {"status": "2", "cause": "bug"})])
def test_a_line_is_read_as_what_was_written(event: Event) -> None:
    assert read(line(event)) == event


HOSTILE = [b'a"}\n{"event":"render"', b"\xff\xfe\0\x1b[2J", "\u202e\u2028\U0001f600".encode() * 99, b"\1" * 999]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_makes_one_short_line_of_plain_ascii(text: bytes) -> None:
    found = of(NOTES | {"application": name(text), "project": name(text)})
    assert found
    written = line(found)
    assert written.isascii()
    assert written.count(b"\n") == 1
    assert written[:-1].decode().isprintable()
    assert len(written) <= select.PIPE_BUF  # a pipe takes it as a whole, or not at all
    assert json.loads(written)["application"] == text[:253].decode(errors="replace")

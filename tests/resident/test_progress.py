import os
import socket

import pytest

from cmp.resident.progress import MOST, Progress, noted
from cmp.telemetry.record import KILLED, Record


@pytest.fixture
def pipe() -> tuple[int, int]:
    return os.pipe()


def test_the_last_note_of_each_word_counts(pipe: tuple[int, int]) -> None:
    client, link = socket.socketpair()
    progress = Progress(link, pipe[1])
    progress.asked("generate", {b"ARGOCD_APP_NAME": b"a=b", b"TOKEN": b"hunter2"})
    progress.waited(1.5)
    progress.waited(0.25)
    progress.failed("helm")
    progress.ended(2)
    os.close(pipe[1])
    assert noted(pipe[0]) == {
        "command": "generate",
        "application": "a=b",
        "project": "",
        "waited": "1.750",
        "cause": "helm",
        "status": "2",
    }
    os.close(pipe[0])
    link.close()
    assert client.recv(9) == b"E\2"
    client.close()


def test_the_notes_about_names_of_any_length_are_read_as_a_whole(pipe: tuple[int, int]) -> None:
    name = b"\xff" * 99_999
    with socket.socket() as link:
        progress = Progress(link, pipe[1])
        progress.asked("generate", {b"ARGOCD_APP_NAME": name, b"ARGOCD_APP_PROJECT_NAME": name})
        for _ in range(9):
            progress.waited(9999.0)
        progress.failed("manifest")
    os.close(pipe[1])
    found = noted(pipe[0])
    assert found["cause"] == "manifest"
    assert sum(len(f"{word}={text}\0".encode()) for word, text in found.items()) < MOST / 2
    os.close(pipe[0])


def test_a_child_may_be_killed_between_any_two_notes(pipe: tuple[int, int]) -> None:
    client, link = socket.socketpair()
    with client, link:
        progress = Progress(link, pipe[1])
        progress.asked("generate", {b"ARGOCD_APP_NAME": b"web", b"ARGOCD_APP_PROJECT_NAME": b"shops"})
        progress.waited(1.5)
        progress.failed("helm")
        progress.ended(2)
    os.close(pipe[1])
    notes = noted(pipe[0])
    os.close(pipe[0])
    for count in range(len(notes) + 1):
        record = Record.of(dict(list(notes.items())[:count]), seconds=1.0, lost=KILLED)
        assert record is None or (record.application, record.project) == ("web", "shops")
    assert record
    assert record.cause == "helm"


def test_without_a_pipe_nothing_is_noted() -> None:
    with socket.socket() as link:
        progress = Progress(link, -1)
        progress.asked("generate", {})
        progress.known()
        progress.waited(1.0)
        progress.failed("bug")

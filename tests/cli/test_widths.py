"""On a terminal no line of prose or of a table is longer than the terminal is wide; what is pasted stays whole."""

import re
from pathlib import Path

import pytest
from cases import GOLDEN
from terminals import COLOUR, on_terminal

from cmp.cli.commands import swell

EOAPI = ("--app", "examples/eoapi/application.yaml")
NATIVE = ("--app", "examples/eoapi-plain/native.yaml")
BITSO = ("examples/backend/apps/bank-bitso", "-e", "prod")
SETS = str(GOLDEN / "the-applications-that-a-set-makes-are-planned-one-by-one" / "applications.yaml")
STUCK = Path(__file__).parent.parent / "stuck" / "recorded"
CALLS = [
    ("--help",), ("--version",), ("help", "plan"), ("nothing-like-it",), ("plan", "--no-such-option"),
    ("plan", *EOAPI), ("plan", *EOAPI, "--delete"), ("plan", *EOAPI, "--all"), ("plan", *NATIVE),
    ("plan", *NATIVE, "--all"), ("plan", "examples"), ("plan", "examples", "-q"), ("plan", SETS),
    ("why", "Job/eoapi-pgstac-migrate", *EOAPI), ("why", "Deployment/eoapi-raster", *NATIVE), ("why", "image", *BITSO),
    ("why", "Job/none", *EOAPI), ("check", *NATIVE), ("check", *EOAPI), ("check", "examples"), ("check", SETS),
    ("diff", "examples/backend/apps/bank-bitso", "-e", "stage", "-e", "prod"), ("diff", *EOAPI, "--base", "helm"),
    ("values", *EOAPI, "--origins"), ("values", "examples/backend", "-e", "prod", "--origins"),
    ("doctor",), ("doctor", *BITSO), ("doctor", *NATIVE), ("lock", "examples", "--check"),
    ("release", "examples/rootapp"), ("convert", "examples/backend/applications/bank-bitso-prod.yaml"),
    ("generate", "examples/eoapi"), ("init", "examples/eoapi"), ("probe", "ready"),
]  # fmt: skip
PASTED = re.compile(r"[\s#(`]*(\S+|[\w./-]+: \S+|(see|end)?\s*(kubectl|argocd|helm|git|swell) .*)")
"""A line of one word, of an annotation, or of a command."""


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("words", CALLS, ids=lambda words: " ".join(words).replace("/", "-")[-60:])
def test_no_line_is_longer_than_the_terminal(words: tuple[str, ...], columns: int) -> None:
    assert too_long(on_terminal(columns, *words), columns) == []


@pytest.mark.parametrize("case", sorted(STUCK.iterdir()), ids=lambda case: case.name)
def test_no_line_about_a_stuck_sync_is_longer(case: Path) -> None:
    assert too_long(on_terminal(80, "stuck", str(next(case.glob("app*.json")))), 80) == []


def test_each_command_that_ends_by_itself_is_called() -> None:
    programs = {"sidecar", "parameters", "schema", "completion", "readers", "stuck"}  # stuck has a test of its own
    assert {words[0] for words in CALLS if words[0] in swell.commands} == set(swell.commands) - programs


def too_long(text: str, columns: int) -> list[str]:
    """Return the lines that are too long, those apart that are pasted as they stand."""
    lines = [line.rpartition("\r\x1b[K")[2] for line in COLOUR.sub("", text).split("\n")]
    assert lines
    return [line for line in lines if len(line) > columns and not PASTED.fullmatch(line)]

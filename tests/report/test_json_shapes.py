"""The JSON that commands print has the keys that the reference describes."""

import json
import re
import subprocess
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from programs import SWELL, TOP
from reference_page import SHAPES


def keys(value: Any) -> Iterator[str]:
    """Yield all keys of a document, but for those that are data: labels and the like are none of ours here."""
    for one in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        yield from keys(one)
    yield from value if isinstance(value, dict) else ()


def described(*commands: str) -> set[str]:
    return {
        word for command in commands for word in re.findall(r'"(\w+)"', import_module(SHAPES[command]).__doc__ or "")
    }


@pytest.mark.parametrize(
    ("command", "shapes"),
    [
        (["plan", "examples/eoapi-plain"], ["plan"]),
        (["plan", "examples/eoapi-plain", "--from", "HEAD"], ["plan"]),
        (["plan", "examples/eoapi-plain", "--delete"], ["plan --delete", "plan"]),
        (["plan", "examples/backend/applications"], ["plan, several applications", "plan"]),
        (["check", "examples/backend/applications"], ["check"]),
        (["diff", "examples/eoapi-plain", "--base", "helm"], ["diff", "plan"]),
        (
            ["diff", "examples/eoapi-plain", "examples/eoapi", "--base", "HEAD"],
            ["diff, several applications", "diff", "plan"],
        ),
        (["why", "Job/eoapi-plain-pgstac-migrate", "examples/eoapi-plain"], ["why, of an object"]),
        (["why", "eoapi.gitSha", "examples/eoapi-plain"], ["why, of a value"]),
        (["lock", "examples/eoapi-plain"], ["lock"]),
        (["release", "examples/rootapp"], ["release"]),
        (["doctor"], ["doctor"]),
    ],
    ids=" ".join,
)
def test_each_key_is_described(command: list[str], shapes: list[str]) -> None:
    run = subprocess.run([SWELL, *command, "--format", "json"], cwd=TOP, capture_output=True, text=True, check=False)

    found = set(keys(json.loads(run.stdout)))

    assert len(found) > 1
    assert found <= described(*shapes)

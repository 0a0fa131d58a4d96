"""docs/argocd.md says what is compared here, and with which versions."""

import re
from pathlib import Path

import cases_sync
import examples_sync
import pytest
from control_plane import versions
from programs import TOP
from random_sync import USUAL

PAGE = (TOP / "docs/argocd.md").read_text()


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("the examples' Applications, through the plugin", len(examples_sync.paths())),
        ("streams in which a check finds an error", len(cases_sync.deadly())),
        ("near misses of those checks", len(cases_sync.harmless())),
    ],
)
def test_the_page_counts_what_is_compared(words: str, count: int) -> None:
    assert f"| {words} | {count} |" in PAGE


def test_the_page_counts_the_random_applications() -> None:
    many = re.search(r"--applications (\d+)", (TOP / "Makefile").read_text())

    assert many is not None
    assert f"| {USUAL} in `make e2e`, {many[1]} in `make e2e-long` |" in PAGE


def test_the_page_names_the_versions(built: Path) -> None:
    found = versions(built)

    assert f"Argo CD {found['argocd']} " in PAGE
    assert f"Kubernetes {found['kubernetes']} " in PAGE

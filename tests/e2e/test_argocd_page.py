"""docs/argocd.md says what is compared here, and with which versions."""

import re
import subprocess
from pathlib import Path

import cases_sync
import examples_sync
import pytest
import test_installation
import test_patience
import test_streams_synced
import test_waits_run
from control_plane import versions
from installs import SETS
from programs import HELM_VERSIONS, TOP, helm
from random_sync import USUAL

PAGE = (TOP / "docs/argocd.md").read_text()


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("the examples' Applications, through the plugin", len(examples_sync.paths())),
        ("the examples' Applications, rendered by the image as by its sources", len(examples_sync.paths())),
        ("waits for pods, by scripts, programs and mounted files", len(test_waits_run.WAYS)),
        ("waits for a database, by its own client", len(test_waits_run.DATABASES)),
        ("streams whose scripts wait, untouched and through `generate`", len(test_streams_synced.NAMES)),
        ("streams in which a check finds an error", len(cases_sync.deadly())),
        ("near misses of those checks", len(cases_sync.harmless())),
        ("workloads that wait in vain and [give up](reference.md#plan)", len(test_patience.GIVE_UP)),
        ("the same beside one that never gives up, and that one alone", len(test_patience.NEVER)),
        ("high availability and core among them", len(test_installation.KUSTOMIZED)),
        ("with Helm 3 and 4", len(HELM_VERSIONS) * len(SETS)),
    ],
)
def test_the_page_counts_what_is_compared(words: str, count: int) -> None:
    assert f"{words} | {count} |" in PAGE


def test_the_page_counts_the_random_applications() -> None:
    many = re.search(r"--applications (\d+)", (TOP / "Makefile").read_text())

    assert many is not None
    assert PAGE.count(f"| {USUAL} in `make e2e`, {many[1]} in `make e2e-long` |") == 2


@pytest.mark.can_differ
def test_the_page_names_the_versions(built: Path) -> None:
    found = versions(built)

    assert re.search(rf"\bArgo CD {re.escape(found['argocd'])}\b", PAGE)
    assert f"Kubernetes {found['kubernetes']} " in PAGE
    for version in HELM_VERSIONS:
        told = subprocess.run([helm(version), "version", "--short"], capture_output=True, text=True, check=True)
        assert re.search(rf"Helm {version[1]} is {re.escape(told.stdout.partition('+')[0][1:])}\b", PAGE)
    assert f"`{found['engine'].rpartition('-')[2]}`" in PAGE

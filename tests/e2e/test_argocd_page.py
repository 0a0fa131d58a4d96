"""docs/argocd.md says what is compared here, and with which versions."""

import re
import subprocess
from pathlib import Path
from types import ModuleType

import cases_sync
import examples_sync
import pytest
import test_cached_answers
import test_examples_synced
import test_exclusions
import test_installation
import test_outcome
import test_patience
import test_random_deletions
import test_random_order
import test_random_pairs
import test_several_phases
import test_streams_synced
import test_time
import test_waits_run
import timed
from builds import OLDER
from control_plane import versions
from installs import SETS
from programs import SHIPPED, TOP, every_helm
from random_pairs import PAIRS
from random_sync import USUAL

PAGE = (TOP / "docs/argocd.md").read_text()


_ARGOCDS = re.findall(r" (\d\.\d+\.\d+) \|", PAGE.partition("| what |")[2].partition("\n")[0])
"""The versions at the head of the table, newest first."""


def row(words: str) -> list[str]:
    """Return the counts of a row, one for each version."""
    (line,) = [line for line in PAGE.splitlines() if f"{words} |" in line and line.count(" | ") == len(_ARGOCDS)]
    return line.partition(f"{words} | ")[2].removesuffix(" |").split(" | ")


def test_the_table_has_a_column_for_each_version() -> None:
    assert [version.rpartition(".")[0] for version in _ARGOCDS[1:]] == sorted(OLDER, reverse=True)


@pytest.mark.parametrize(
    ("words", "count", "module"),
    [
        ("the examples' Applications, through the plugin", len(examples_sync.paths()), test_examples_synced),
        ("waits for pods, by scripts, programs and mounted files", len(test_waits_run.WAYS), test_waits_run),
        ("waits for a database, by its own client", len(test_waits_run.DATABASES), test_waits_run),
        ("streams whose scripts wait, untouched and through `generate`", len(test_streams_synced.NAMES),
         test_streams_synced),
        ("streams in which a check finds an error: each hangs or fails", len(cases_sync.deadly()), test_outcome),
        ("near misses of those checks: each succeeds", len(cases_sync.harmless()), test_outcome),
        ("in vain and [give up](reference.md#swell-plan)", len(test_patience.GIVE_UP), test_patience),
        ("the same beside one that never gives up, and that one alone", len(test_patience.NEVER), test_patience),
        ("half of them ordered by Swell", USUAL, test_random_order),
        ("the second sync, with pruning and without", PAIRS, test_random_pairs),
        ("random deletions", PAIRS, test_random_deletions),
        ("asked for while another asks for the cached one", test_cached_answers.ROUNDS, test_cached_answers),
        ("hooks of three Helm phases: two syncs and the deletion", len(test_several_phases.RUNS), test_several_phases),
        ("patterns of `reposerver.plugin.tar.exclusions`", len(test_exclusions.PATTERNS), test_exclusions),
        ("(../install/kustomize), as a dry run", len(test_installation.KUSTOMIZED), test_installation),
        ("(../install/argo-helm-values.yaml), as a dry run", len(SHIPPED) * len(SETS), test_installation),
    ],
)  # fmt: skip
def test_the_page_counts_what_is_compared(words: str, count: int, module: ModuleType) -> None:
    mark = getattr(module, "pytestmark", None)
    older = str(count) if mark and mark.name == "can_differ" else "-"
    assert row(words) == [str(count), *(older for _ in OLDER)]


def test_the_page_counts_the_timed_syncs() -> None:
    newest, older = (len(families) * len(test_time.PAUSES) for families in (timed.FAMILIES, timed.SEEN))
    assert row("without pauses and with those of 2 s") == [str(newest), *(str(older) for _ in OLDER)]


def test_the_page_counts_what_the_image_renders() -> None:
    assert f"rendered by the image as by its sources | {len(examples_sync.paths())} |" in PAGE


def test_the_page_counts_the_random_applications() -> None:
    many = re.search(r"--applications (\d+) --pairs (\d+)", (TOP / "Makefile").read_text())

    assert many is not None
    assert row("pairs and deletions each, by `make e2e-long`")[0] == many[2]
    assert row("scripts that wait for Jobs, Services and rollouts in init containers and in Jobs")[0] == str(USUAL)
    assert row("both, by `make e2e-long`")[0] == many[1]


@pytest.mark.can_differ
def test_the_page_names_the_versions(built: Path) -> None:
    found = versions(built)

    assert found["argocd"] in _ARGOCDS
    assert f"Kubernetes {found['kubernetes']} " in PAGE
    compared = PAGE.partition("is compared by the newest\nwith ")[2].partition(", by an older one")[0]
    asked = ("version", "--template", "{{.Version}}")
    told = [subprocess.check_output([one, *asked], text=True).removeprefix("v") for one in every_helm().values()]
    assert set(told) <= set(re.findall(r"[\d.]+\d", compared))
    assert found["engine"] == found["argocd"] or f"`{found['engine'].rpartition('-')[2]}`" in PAGE

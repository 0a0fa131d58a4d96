"""The tests mirror the rooms: what tests cmp/<room>/<file>.py is tests/<room>/test_<file>.py."""

import re

import pytest
from programs import TOP

TESTS = TOP / "tests"
BESIDE = {
    "e2e": "the real Argo CD",
    "examples": "the users' examples",
    "faults": "each call to the system, to a program and to a host goes wrong in turn",
    "fuzz": "what random bytes do to every reader",
    "golden": "whole runs, a folder a behaviour",
    "image": "the built image",
    "install": "what users install",
    "laws": "what holds of every rendering",
    "pages": "what README.md and docs show, run and compared",
    "support": "what tests share",
}
"""Folders that are about more than a room."""
FLOWS = {
    "test_docs": "the documents name all that the program offers, and their links lead somewhere",
    "test_layers": "which room may import which",
    "test_mirror": "this one",
    "test_startup": "what is imported before Helm starts, from all rooms",
    "chart/test_charts_as_sources": "a chart that is a source as a whole: resolved, locked, vendored",
    "chart/test_dependencies": "all ways of a chart's dependencies to be there, held against Helm's own",
    "checks/test_cases": "each check of the catalog with its cases",
    "checks/test_malformed": "all checks on bodies that no cluster takes",
    "cli/test_deep": "what is nested deep is refused in one line, in whatever file it stands",
    "cli/test_mistakes": "what a first user gets wrong, whichever room tells it",
    "cli/test_widths": "lines on terminals of several widths, of every command",
    "dialect/test_refusals": "what is refused on any level of YAML",
    "doctor/test_whole_runs": "the program itself, with its line for each thing and its exit code",
    "fleet/test_bumps": "a source that moves, from its lock to the workloads that restart",
    "fleet/test_readers_of_files": "readers of files that lie in sources",
    "fleet/test_rootapp": "the example of an app-of-apps",
    "helm/test_private_copies": "files that users name, from the request to Helm's own copy of them",
    "lock/test_lock": "from floating to locked to vendored",
    "lock/test_lock_below": "locks of many folders at once",
    "lock/test_lock_environments": "locks that tell environments apart",
    "lock/test_lock_places": "where locks and copies are written",
    "manifests/test_random_patches": "both kinds of merge on random objects, held against kubectl",
    "order/edges/test_configured": "hosts, waits and Secrets that come by configuration, whichever edge they make",
    "report/test_html_find": "search and filters of the page in a real browser",
    "report/test_html_lines": "the lines of the page in a real browser",
    "report/test_html_print": "the page on paper, as a real browser prints it",
    "report/test_json_shapes": "the keys of all JSON that commands print, held against the reference",
    "render/test_enforced_rules": "random rules of an application below one that its operator enforces, in all stages",
    "render/test_large_inputs": "inputs of 200 MB and more, wherever they are read",
    "render/test_objects_once": "how often the objects of a stream are indexed, and their edges made, in all stages",
    "render/test_parsed": "how much of a stream the dialect parses, for all that reads it",
    "resident/test_client": "the image's client, which is written in Go",
    "sources/pull/git/test_ssh": "git over ssh: keys, hosts and what ssh says",
    "sources/pull/test_moods": "hosts that hang, break off and lie, whatever is pulled from them",
    "sources/pull/test_planted_secrets": "secrets in every place where one can stand, and all that is told",
    "sources/pull/test_tls": "authorities, for git, registries and repositories alike",
    "sources/test_sources": "declared sources, from swell.yaml to what is rendered",
    "waits/test_random_scripts": "scripts of any kind are read to their end",
    "waits/test_rewrites": "one wait, written in many ways",
    "values/test_origins_in_sources": "origins of values that lie in other repositories",
}
"""Tests of more than one module, and what they are about; each lies in the room that owns it."""
FILES = sorted(str(path.relative_to(TESTS).with_suffix("")) for path in TESTS.rglob("test_*.py"))
EDGES = re.findall(r"(?m)^from cmp\.order\.edges\.(\w+) import", (TOP / "cmp/order/edges/__init__.py").read_text())
MIRRORING = [file for file in FILES if file.partition("/")[0] not in BESIDE]


@pytest.mark.parametrize("file", MIRRORING)
def test_a_file_of_tests_is_called_after_a_module_of_its_room_or_is_known_to_be_a_flow(file: str) -> None:
    room, _, name = file.rpartition("/")
    assert (TOP / "cmp" / room).is_dir()
    module = TOP / "cmp" / room / name.removeprefix("test_")
    assert (module.with_suffix(".py").exists() or module.is_dir()) != (file in FLOWS)


def test_no_flow_and_no_folder_is_named_that_is_gone() -> None:
    assert FLOWS.keys() <= set(FILES)
    folders = {folder.name for folder in TESTS.iterdir() if folder.is_dir()} - {"__pycache__"}
    assert folders - BESIDE.keys() <= {file.partition("/")[0] for file in MIRRORING}
    assert all((TESTS / folder).is_dir() for folder in BESIDE)


def test_no_helper_lies_among_the_tests_of_a_room() -> None:
    strangers = {
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("*.py")
        if path.relative_to(TESTS).parts[0] not in ("e2e", "fuzz", "support") and not path.name.startswith("test_")
    }
    assert {name for name in strangers if not name.endswith("conftest.py")} == set()


@pytest.mark.parametrize("edge", EDGES)
def test_an_edge_has_tests_of_its_own(edge: str) -> None:
    assert f"order/edges/test_{edge}" in FILES

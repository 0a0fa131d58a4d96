"""Patterns of git generators; tests/e2e/test_applicationsets.py tries them with Argo CD itself."""

import random
import subprocess
import time
from pathlib import Path

import pytest

from cmp.applicationset.patterns import of_directories, of_files, of_files_newly, of_names
from cmp.errors import RequestError

PATHS = (
    "a.yaml",
    "a/b.yaml",
    "a/b/c.yaml",
    "a/bb/c.json",
    "ab/c.yaml",
    "x-y/[z].yaml",
    "a/*.yaml",
    "A/b.yaml",
    "é/ß.yaml",
)
PIECES = (
    "a",
    "b",
    "c",
    "/",
    "*",
    "**",
    "?",
    "[ab]",
    "[!a]",
    "[^b]",
    "[a-c]",
    "[[:upper:]]",
    ".yaml",
    "\\*",
    "[",
    "x-y",
    "é",
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    for path in PATHS:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("")
    subprocess.run(["git", "-C", folder, "add", "--all"], check=True)
    return folder


def of_git(repository: Path, pattern: str) -> set[str]:
    words = ["git", "-C", str(repository), "ls-files", "-z", "--", pattern]
    return set(filter(None, subprocess.run(words, capture_output=True, text=True, check=True).stdout.split("\0")))


def test_files_are_those_that_git_lists_for_random_patterns(repository: Path) -> None:
    chance = random.Random(0)  # noqa: S311
    tried = 0
    while tried < 250:
        pattern = "".join(chance.choices(PIECES, k=chance.randint(1, 6)))
        if pattern.startswith("/"):
            continue
        tried += 1
        fits = of_files(pattern)
        assert {path for path in PATHS if fits(path)} == of_git(repository, pattern), pattern


@pytest.mark.parametrize("pattern", [":(exclude)a", ":a", "../a", "/a", "a/../../b"])
def test_a_pattern_that_tells_git_how_to_read_it_or_leads_out_is_refused(pattern: str) -> None:
    with pytest.raises(RequestError) as refusal:
        of_files(pattern)
    assert refusal.value.fix


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("apps/*", "apps/web", True),
        ("apps/*", "apps/web/templates", False),
        ("apps/*", "apps", False),
        ("*/*", "apps/web", True),
        ("apps/[!a]*", "apps/!b", True),  # to Go, ! is a sign like any other
        ("apps/[!a]*", "apps/web", False),
        ("apps/[^a]*", "apps/web", True),
        (r"apps/\*", "apps/*", True),
        ("apps/[", "apps/[", False),
        ("apps/w?b", "apps/web", True),
    ],
)
def test_directories_are_matched_as_go_matches_paths(pattern: str, path: str, *, fits: bool) -> None:
    assert of_directories(pattern)(path) is fits


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("**/c.yaml", "c.yaml", True),
        ("**/c.yaml", "a/b/c.yaml", True),
        ("a/**", "a", True),
        ("a/**/c.yaml", "a/c.yaml", True),
        ("a/*/c.yaml", "a/b/d/c.yaml", False),
        ("a**/c.yaml", "ab/d/c.yaml", False),
        ("{a,b/{c,d}}/x.yaml", "b/d/x.yaml", True),
        ("{a,b}/x.yaml", "c/x.yaml", False),
        (r"\{a\}", "{a}", True),
    ],
)
def test_under_the_new_setting_files_are_matched_with_double_stars_and_braces(
    pattern: str, path: str, *, fits: bool
) -> None:
    assert of_files_newly(pattern)(path) is fits


@pytest.mark.parametrize("pattern", ["{a", "a}", "[a", "{a,b}" * 12, "a\\"])
def test_a_pattern_that_has_no_end_is_refused(pattern: str) -> None:
    with pytest.raises(RequestError) as refusal:
        of_files_newly(pattern)
    assert refusal.value.fix


@pytest.mark.parametrize("pattern", ["[" * 300_000, "[\\]" * 100_000])
def test_a_glob_of_many_classes_that_do_not_end_takes_as_long_as_it_is(pattern: str) -> None:
    began = time.process_time()
    assert not of_names(pattern)("a")
    assert time.process_time() - began < 5


@pytest.mark.parametrize("pattern", ["a" * 300_000, "[" + "a-z" * 60_000 + "]"])
@pytest.mark.parametrize("read", [of_directories, of_files, of_files_newly])
def test_a_long_pattern_takes_as_long_as_it_is(read: object, pattern: str) -> None:
    assert callable(read)
    began = time.process_time()
    read(pattern)("b" * 10)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("read", [of_directories, of_files, of_files_newly])
def test_no_pattern_of_many_stars_takes_for_ever(read: object) -> None:
    assert callable(read)
    assert not read("a*" * 60 + "b")("a" * 3000)
    assert not read("**/" * 60 + "b")("a/" * 1500 + "c")

"""The files of a commit in a folder of their own: no program runs for them, and what is missing is told."""

import os
import tempfile
from pathlib import Path

import pytest
from served import git

from cmp.errors import CommandError
from cmp.fleet.git_revisions import Repository
from cmp.fleet.laid import Laid, lay
from cmp.settings import Settings

_PROGRAMS = (
    "core.fsmonitor",
    "core.pager",
    "core.sshCommand",
    "core.alternateRefsCommand",
    "diff.external",
    "diff.own.command",
    "diff.own.textconv",
    "filter.own.clean",
    "filter.own.process",
    "filter.own.smudge",
    "filter.a=b.c.smudge",
    "merge.own.driver",
    "uploadpack.packObjectsHook",
)
"""The settings of git that name a program."""
_ATTRIBUTES = """\
*.txt filter=own diff=own merge=own
*.odd filter=a=b.c
*.plain -filter
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with two commits, whose attributes send files through filters that nothing defines yet."""
    top = tmp_path / "checkout"
    top.mkdir()
    git(top, "init", "-q")
    for text in ("one\n", "two\n"):
        (top / ".gitattributes").write_text(_ATTRIBUTES)
        for name in ("a.txt", "b.odd", "c.plain", "d"):
            (top / name).write_text(text)
        git(top, "add", ".")
        git(top, "commit", "-q", "-m", text)
    return top


def laid(checkout: Path, **variables: str) -> tuple[Laid, Path]:
    """Lay the first commit after all that Swell asks git, and return what is missing there, and the folder."""
    folder = Path(tempfile.mkdtemp(dir=checkout.parent)) / "laid"
    repository = Repository(str(checkout), settings=Settings.read({**os.environ, **variables}))
    before, after = repository.ends("HEAD~1..HEAD")
    repository.touched(before, after)
    repository.merge_base("HEAD~1")
    return lay(repository, before, str(folder)), folder


def wake(checkout: Path, settings: tuple[str, ...]) -> Path:
    """Let settings name a program that leaves a file, as does each hook; return that file."""
    left = checkout.parent / "started"
    program = checkout.parent / "program"
    program.write_text(f"#!/bin/sh\necho $0 >>{left}\ncat\n")
    program.chmod(0o755)
    for name in settings:
        git(checkout, "config", name, str(program))
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc"):
        (checkout / ".git/hooks").mkdir(exist_ok=True)
        (checkout / ".git/hooks" / hook).symlink_to(program)
    left.unlink(missing_ok=True)
    return left


def test_no_program_that_the_configuration_names_runs(checkout: Path) -> None:
    started = wake(checkout, _PROGRAMS)

    _, folder = laid(checkout)

    assert {path.name: path.read_text() for path in folder.glob("?.*")} == dict.fromkeys(
        ("a.txt", "b.odd", "c.plain"), "one\n"
    )
    assert not started.exists()


def test_no_program_that_the_variables_of_the_caller_name_runs(checkout: Path) -> None:
    started = wake(checkout, ())
    program = str(checkout.parent / "program")
    counted = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "filter.own.smudge", "GIT_CONFIG_VALUE_0": program}
    named = {"GIT_CONFIG_PARAMETERS": f"'filter.own.process'='{program}' 'core.fsmonitor'='{program}'"}
    for variables in (counted, named, {"GIT_EXTERNAL_DIFF": program, "GIT_PAGER": program, "GIT_EDITOR": program}):
        laid(checkout, **variables)
    assert not started.exists()


def test_the_test_would_see_a_filter_that_runs(checkout: Path) -> None:
    started = wake(checkout, _PROGRAMS)
    git(checkout, "-c", "filter.own.process=", "checkout-index", "--all", f"--prefix={checkout.parent}/plainly/")
    assert started.exists()


def test_files_that_a_filter_would_have_changed_are_named_and_no_others(checkout: Path) -> None:
    assert laid(checkout)[0].told("HEAD~1") == []
    wake(checkout, ("filter.own.smudge", "filter.a=b.c.smudge", "filter.other.smudge"))
    git(checkout, "config", "filter.own.required", "true")

    missing, _ = laid(checkout)

    assert missing.told("HEAD~1") == [
        "git's filters were not run for HEAD~1, which has these files as git stores them: a.txt, b.odd"
    ]


def test_a_submodule_is_empty_and_named(checkout: Path) -> None:
    git(checkout, "-c", "protocol.file.allow=always", "submodule", "add", str(checkout), "charts/web")
    git(checkout, "config", "--file", ".gitmodules", "submodule.charts/web.update", f"!touch {checkout.parent}/started")
    git(checkout, "commit", "-q", "-a", "-m", "with a submodule")
    git(checkout, "commit", "-q", "--allow-empty", "-m", "later")
    git(checkout, "config", "submodule.recurse", "true")

    missing, folder = laid(checkout)

    assert missing.told("main") == ["the folders of submodules are empty in main: charts/web"]
    assert list((folder / "charts/web").iterdir()) == []
    assert not (checkout.parent / "started").exists()


@pytest.mark.parametrize("more", [(), ("--sparse-index",)])
def test_of_a_sparse_checkout_all_files_are_laid_and_that_it_is_one_is_told(
    checkout: Path, more: tuple[str, ...]
) -> None:
    (checkout / "apps/web").mkdir(parents=True)
    (checkout / "apps/web/values.yaml").write_text("a: 1\n")
    git(checkout, "add", ".")
    git(checkout, "commit", "-q", "-m", "with a folder")
    git(checkout, "commit", "-q", "--allow-empty", "-m", "later")
    git(checkout, "sparse-checkout", "set", "--cone", *more, "nothing")
    assert not (checkout / "apps").exists()

    missing, folder = laid(checkout)

    assert (folder / "apps/web/values.yaml").read_text() == "a: 1\n"
    assert missing.told("main") == [
        "this checkout is sparse: what it leaves out is in main, and not in the working tree"
    ]


def test_folders_that_are_nested_too_deep_to_be_removed_again_are_refused(checkout: Path) -> None:
    deep = checkout / ("a/" * 250)
    deep.mkdir(parents=True)
    (deep / "values.yaml").write_text("a: 1\n")
    for message in ("deep", "later"):
        git(checkout, "add", ".")
        git(checkout, "commit", "-q", "--allow-empty", "-m", message)
    with pytest.raises(CommandError, match="more than 200 nested folders"):
        laid(checkout)

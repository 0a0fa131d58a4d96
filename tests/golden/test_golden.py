import re
import shutil
from pathlib import Path

import pytest
from cases import Case, all_cases

CASES = [
    pytest.param(case, version, id=f"{case.name}-{version.replace(' ', '-')}")
    for case in all_cases()
    for version in case.helms
]
SUMMARY = re.compile(
    rb"swell: [\w-]+: \d+ objects?, \d+ changed(, \d+ dropped)?(, \d+ suggested)?(, \d+ findings? \(swell check\))?\n"
)
STORY = re.compile(r"swell: [^\n]+\n(  here: [^\n]+\n)*(  fix: [^\n]+\n)?")
SECRET = b"hunter2"  # stands in cases wherever users keep values and secrets


@pytest.mark.parametrize(("case", "version"), CASES)
def test_golden(case: Case, version: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    run = case.run(tmp_path, version)

    assert run.returncode == case.said.get("exit", 0), run.stderr.decode()
    assert SECRET not in run.stderr
    assert {path.name.rpartition("-")[0] for path in (tmp_path / "tmp").iterdir()} <= {"swell-renders"}
    if case.said.get("several"):
        assert re.fullmatch(rb"(%s)*" % SUMMARY.pattern, run.stderr)
    elif run.returncode >= 2:
        assert not run.stdout
        assert STORY.fullmatch(run.stderr.decode()), run.stderr.decode()
    elif case.arguments[0] == "generate":
        assert SUMMARY.fullmatch(run.stderr)
    expected = "expected.txt" if case.arguments[0] in ("check", "plan", "why") else "expected.yaml"
    check = update if request.config.getoption("update") else compare
    check(case.folder / expected, version, run.stdout)
    check(case.folder / "stderr.txt", version, run.stderr if run.returncode or b"finding" in run.stderr else b"")
    if output := case.said.get("output"):
        written = tmp_path / "tree" / case.said.get("folder", ".") / output
        if request.config.getoption("update"):
            shutil.rmtree(case.folder / "expected", ignore_errors=True)
            shutil.copytree(written, case.folder / "expected")
        assert contents(written) == contents(case.folder / "expected")


def compare(expected: Path, version: str, found: bytes) -> None:
    file = next(path for path in variants(expected, version) if path.exists() or path == expected)
    assert found.decode() == (file.read_bytes().decode() if file.exists() else ""), f"{file.name} says otherwise"


def update(expected: Path, version: str, found: bytes) -> None:
    """Write what was found, into a file of its own only where no other says it; Helm 4.2.3 comes first, then 3.17.2."""
    mine, *wider = variants(expected, version)
    mine.unlink(missing_ok=True)
    said = next((path.read_bytes() for path in wider if path.exists()), b"")
    if found != said:
        mine.write_bytes(found)


def variants(expected: Path, version: str) -> list[Path]:
    """Return the files that may say what a Helm makes, the one that is about it most closely first."""
    major, *rest = version.split(".")
    names = [f"{major}.{rest[0]}"] if rest else []
    names += ["v3"] if major == "v3" else []
    return [*(expected.with_suffix(f".{name}{expected.suffix}") for name in names), expected]


def contents(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}

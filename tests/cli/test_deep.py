"""What is nested deep ends each command with one clear line, whatever file it stands in."""

import subprocess
from pathlib import Path

import pytest
from programs import SWELL

DEEP = {
    "lists": "[" * 100_000,
    "ended lists": "[" * 100_000 + "]" * 100_000,
    "mappings": '{"a":' * 100_000,
    "ended mappings": '{"a":' * 100_000 + "1" + "}" * 100_000,
}
SOURCES = '{apiVersion: swell/v1, sources: {x: {git: "https://example.com/a.git", revision: main}}}'


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    (tmp_path / "a/templates").mkdir(parents=True)
    (tmp_path / "a/Chart.yaml").write_text("{apiVersion: v2, name: a, version: 1.0.0}")
    (tmp_path / "a/templates/a.yaml").write_text("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}")
    return tmp_path / "a"


def refused(folder: Path, *arguments: str, stdin: str = "", **variables: str) -> str:
    run = subprocess.run(
        [SWELL, *arguments],
        cwd=folder.parent,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder.parent), **variables},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, ""), run.stderr
    first, *others = run.stderr.splitlines()
    assert first.startswith("swell: ")
    assert all(line.startswith("  ") for line in others)
    return first


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("swell.yaml", "plan a"),
        ("swell.lock", "lock --check a"),
        ("Chart.lock", "plan a"),
        ("values.schema.json", "plan a"),
        ("values.yaml", "values a"),
        ("more.yaml", "plan a -f a/more.yaml"),
        ("baseline.json", "check a --baseline a/baseline.json"),
        ("app.json", "stuck a/app.json"),
    ],
)
def test_a_file_that_is_nested_deep_is_refused(name: str, command: str, text: str, chart: Path) -> None:
    if name == "swell.lock":
        (chart / "swell.yaml").write_text(SOURCES)
    (chart / name).write_text(text)
    assert refused(chart, *command.split())


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_so_is_a_stream_and_a_policy(text: str, chart: Path) -> None:
    (chart / "policy.yaml").write_text(text)
    assert "nested over 250 levels" in refused(chart, "plan", "-", stdin=text)
    assert "nested over 250 levels" in refused(chart, "plan", "a", SWELL_POLICY=str(chart / "policy.yaml"))


@pytest.mark.parametrize("levels", [300, 900, 3_000])
def test_so_are_values_that_helm_takes(levels: int, chart: Path) -> None:
    (chart / "values.yaml").write_text('{"a":' * levels + "1" + "}" * levels)
    assert "nested over 250 levels deep" in refused(chart, "values", "a")

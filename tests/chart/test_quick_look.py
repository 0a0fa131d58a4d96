"""A chart at a repository's root has git's own files, a pipeline's token among them, for none of its own."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from answered import CHART, Repository
from programs import HELM_VERSIONS, helm
from stage import Stage

from cmp.chart.quick_look import holds_git

NAMES = """apiVersion: v1
kind: ConfigMap
metadata: {name: NAME}
data:
  names: {{ range $name, $_ := .Files.Glob "**" }}{{ $name }} {{ end }}
  config: {{ .Files.Get ".git/config" | quote }}
"""
COUNTING = 'echo "$3" >> "$LOG"; exec {} "$@"'


def at_the_root(folder: Path, *, named: str = "web") -> None:
    """Write a chart that prints its files, in a repository whose configuration holds a token."""
    folder.mkdir()
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    with (folder / ".git/config").open("a") as file:
        file.write('[http "https://git.example.com/"]\n\textraheader = AUTHORIZATION: basic planted\n')
    (folder / "Chart.yaml").write_text(f"apiVersion: v2\nname: {named}\nversion: 1.0.0\n")
    (folder / "notes.txt").write_text("hello")
    (folder / "templates").mkdir()
    (folder / "templates/names.yaml").write_text(NAMES.replace("NAME", named))


@pytest.mark.parametrize("version", HELM_VERSIONS)
def test_the_token_of_a_checkout_is_in_no_manifest(version: str, tmp_path: Path) -> None:
    at_the_root(tmp_path / "chart")
    (tmp_path / "tmp").mkdir()

    out, _ = Stage(tmp_path).run(SWELL_HELM=str(helm(version)), ARGOCD_APP_SOURCE_PATH=".")

    (found,) = yaml.safe_load_all(out)
    assert found["data"] == {"names": "notes.txt", "config": ""}
    assert [path.name for path in (tmp_path / "tmp").iterdir()] == ["swell-renders-0"]


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is missing")
def test_the_copy_without_it_is_rendered_once(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {**CHART, ".git/config": "planted", "templates/names.yaml": NAMES})

    first = repository.run(".")

    assert (first.status, b"planted" in first.out) == (0, False)
    assert not repository.asks_helm(".")
    assert repository.run(".") == first


@pytest.mark.parametrize("line", [".git", ".git/", "/.git", " /.git/ "])
def test_where_the_chart_leaves_it_out_itself_nothing_is_copied(line: str, tmp_path: Path) -> None:
    at_the_root(tmp_path / "chart")
    (tmp_path / "chart/.helmignore").write_text(f"# comment\n{line}\n")
    (tmp_path / "tmp").mkdir()
    stage = Stage(tmp_path)
    stage.put(COUNTING.format(helm()))

    out, _ = stage.run(ARGOCD_APP_SOURCE_PATH=".")

    assert "planted" not in out
    assert stage.told() == [f"{tmp_path / 'chart'}/"]


@pytest.mark.parametrize("line", ["#.git", "!.git", "git", "other", ".git/config"])
def test_a_line_that_does_not_leave_out_the_whole_folder_does_not_count(line: str, tmp_path: Path) -> None:
    at_the_root(tmp_path / "chart")
    (tmp_path / "chart/.helmignore").write_text(f"{line}\n")
    assert holds_git(str(tmp_path / "chart"))


def test_neither_is_it_packed_with_a_chart_that_another_one_names(tmp_path: Path) -> None:
    at_the_root(tmp_path / "all", named="base")
    needs = "dependencies: [{name: base, version: 1.0.0, repository: 'file://..'}]"
    (tmp_path / "all/chart").mkdir()
    (tmp_path / "all/chart/Chart.yaml").write_text(f"apiVersion: v2\nname: web\nversion: 1.0.0\n{needs}\n")
    (tmp_path / "tmp").mkdir()

    out, _ = Stage(tmp_path / "all").run(SWELL_HELM=str(helm()), TMPDIR=str(tmp_path / "tmp"))

    (found,) = yaml.safe_load_all(out)
    assert found["data"] == {"names": "chart/Chart.yaml notes.txt", "config": ""}

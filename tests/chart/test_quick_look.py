"""A chart at a repository's root has git's own files, a pipeline's token among them, for none of its own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from answered import CHART, Repository
from programs import HELM_VERSIONS, SWELL, helm
from stage import Stage

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


@pytest.mark.parametrize("line", [".git", ".git/", ".git/\r"])
def test_where_the_chart_leaves_it_out_itself_nothing_is_copied(line: str, tmp_path: Path) -> None:
    at_the_root(tmp_path / "chart")
    (tmp_path / "chart/.helmignore").write_text(f"# comment\n{line}\n")
    (tmp_path / "tmp").mkdir()
    stage = Stage(tmp_path)
    stage.put(COUNTING.format(helm()))

    out, _ = stage.run(ARGOCD_APP_SOURCE_PATH=".")

    assert "planted" not in out
    assert stage.told() == [f"{tmp_path / 'chart'}/"]


@pytest.mark.parametrize(
    "rules",
    [
        "#.git",
        "git",
        ".git/config",
        ".git//",
        "//.git",
        "/.git",
        "x\r.git",
        "#\r.git",
        "\x1c.git",
        "\ufeff.git",
    ],
)
def test_lines_that_helm_may_read_otherwise_do_not_count(rules: str, tmp_path: Path) -> None:
    at_the_root(tmp_path / "chart")
    (tmp_path / "chart/.helmignore").write_text(f"{rules}\n", newline="")
    (tmp_path / "tmp").mkdir()

    out, _ = Stage(tmp_path).run(SWELL_HELM=str(helm()), ARGOCD_APP_SOURCE_PATH=".")

    assert "planted" not in out


@pytest.mark.parametrize("link", ["sub/x", "sub/charts/x", "sub/crds", "sub/files"])
def test_no_link_of_a_chart_leads_helm_to_a_folder_that_holds_it(link: str, tmp_path: Path) -> None:
    top = tmp_path / "chart"
    at_the_root(top)
    chart = top / "sub/chart"
    chart.mkdir(parents=True)
    for name in ("Chart.yaml", "templates"):
        (top / name).rename(chart / name)
    (chart / "templates/names.yaml").write_text(NAMES.replace(".git/config", "x/.git/config"))
    (chart / ".helmignore").write_text("sub\n")
    place = chart / link.removeprefix("sub/")
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(os.path.relpath(top, place.parent))
    (tmp_path / "tmp").mkdir()

    ended = subprocess.run(
        [SWELL, "generate"],
        cwd=chart,
        env={
            "PATH": os.defpath,
            "HOME": str(tmp_path),
            "TMPDIR": str(tmp_path / "tmp"),
            "SWELL_HELM": str(helm()),
            "ARGOCD_APP_NAME": "web",
            "ARGOCD_APP_SOURCE_PATH": "sub/chart",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert "planted" not in ended.stdout
    assert ended.returncode == 2 or ".git" not in ended.stdout


def test_neither_is_it_where_it_is_a_file_as_in_a_worktree(tmp_path: Path) -> None:
    at_the_root(tmp_path / "all")
    subprocess.run(["git", "-C", tmp_path / "all", "add", "--all"], check=True)
    named = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", "-C", tmp_path / "all", *named, "commit", "--quiet", "--message=one"], check=True)
    subprocess.run(["git", "-C", tmp_path / "all", "worktree", "add", "--quiet", tmp_path / "chart"], check=True)
    (tmp_path / "chart/.helmignore").write_text(".git/\n")
    (tmp_path / "tmp").mkdir()

    out, _ = Stage(tmp_path).run(SWELL_HELM=str(helm()), ARGOCD_APP_SOURCE_PATH=".")

    assert yaml.safe_load(out)["data"]["names"].split() == [".helmignore", "notes.txt"]


def test_neither_is_it_packed_with_a_chart_that_another_one_names(tmp_path: Path) -> None:
    at_the_root(tmp_path / "all", named="base")
    needs = "dependencies: [{name: base, version: 1.0.0, repository: 'file://..'}]"
    (tmp_path / "all/chart").mkdir()
    (tmp_path / "all/chart/Chart.yaml").write_text(f"apiVersion: v2\nname: web\nversion: 1.0.0\n{needs}\n")
    (tmp_path / "tmp").mkdir()

    out, _ = Stage(tmp_path / "all").run(SWELL_HELM=str(helm()), TMPDIR=str(tmp_path / "tmp"))

    (found,) = yaml.safe_load_all(out)
    assert found["data"] == {"names": "chart/Chart.yaml notes.txt", "config": ""}

"""What would be too large for a repository: made when the test runs, and gone afterwards."""

import gzip
import json
import subprocess
import tarfile
from pathlib import Path

import pytest
from cases import Case
from programs import SWELL, helm

from cmp.argocd.annotations import SYNC_OPTIONS
from cmp.manifests.split import split

DEFINITION = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: tides.sea.example.com
spec:
  group: sea.example.com
  names: {kind: Tide, plural: tides}
  description: {{ repeat %d "x" }}
"""
COUNT = """apiVersion: v1
kind: ConfigMap
metadata: {name: count}
data: {letters: {{ len .Values.text | quote }}}
"""
LARGE = [{"name": "valueFiles", "array": ["large"]}]


def ran(folder: Path, *, template: str = "", parameters: object = None) -> "subprocess.CompletedProcess[str]":
    """Run Swell as Argo CD does, in a folder with a chart of one template."""
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: large\nversion: 1.0.0\n")
    (folder / "templates/one.yaml").write_text(template)
    env = Case(folder, {"parameters": parameters}).environment(folder.parent, "v4") | {"TMPDIR": str(folder.parent)}
    return subprocess.run([SWELL, "generate"], cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("file", "story"),
    [
        ("large", "the values file large has 200 MiB; Swell reads up to 16"),
        ("swell.yaml", "swell.yaml has 200 MiB; Swell reads up to 16"),
        ("values.yaml", 'helm: chart file "values.yaml" is larger than the maximum file size 5242880'),
    ],
)
def test_a_file_of_200_mb_gets_one_clear_line(file: str, story: str, tmp_path: Path) -> None:
    with (tmp_path / file).open("wb") as sparse:
        sparse.truncate(200 << 20)

    run = ran(tmp_path, parameters=LARGE if file == "large" else None)

    assert (run.returncode, run.stdout) == (2, "")
    said, fix = run.stderr.splitlines()
    assert said == f"swell: {story}. Nothing was applied; what runs stays."
    assert fix.startswith("  fix: ")


@pytest.mark.parametrize(("length", "option"), [(262_144, "ServerSideApply=true"), (261_000, None)])
def test_what_client_side_apply_can_not_store_is_applied_by_the_server(
    length: int, option: str | None, tmp_path: Path
) -> None:
    run = ran(tmp_path, template=DEFINITION % length)

    assert run.returncode == 0, run.stderr
    (definition,) = split(run.stdout, namespace="")
    assert definition.head.annotations.get(SYNC_OPTIONS) == option


def test_a_parameter_of_100_kb_reaches_helm(tmp_path: Path) -> None:
    run = ran(tmp_path, template=COUNT, parameters=[{"name": "values", "string": json.dumps({"text": "x" * 100_000})}])

    assert run.returncode == 0, run.stderr
    assert split(run.stdout, namespace="")[0].document["data"] == {"letters": "100000"}


def test_a_glob_of_many_stars_ends(tmp_path: Path) -> None:
    (tmp_path / "/".join(["deep"] * 25)).mkdir(parents=True)

    run = ran(tmp_path, parameters=[{"name": "valueFiles", "array": ["/".join(["**"] * 25) + "/none.yaml"]}])

    assert run.returncode == 2
    assert "none.yaml does not exist" in run.stderr


def test_an_archive_of_many_entries_is_not_rendered_though_helm_would(tmp_path: Path) -> None:
    folder = tarfile.TarInfo("many/of")
    folder.type = tarfile.DIRTYPE
    chart = tarfile.TarInfo("many/Chart.yaml")
    said = b"{apiVersion: v2, name: many, version: 1.0.0}"
    chart.size = len(said)
    block = chart.tobuf(tarfile.USTAR_FORMAT) + said.ljust(tarfile.BLOCKSIZE, b"\0")
    (tmp_path / "charts").mkdir()
    (tmp_path / "Chart.yaml").write_text("{apiVersion: v2, name: web, version: 1.0.0}")
    (tmp_path / "charts/many-1.0.0.tgz").write_bytes(
        gzip.compress(block + folder.tobuf(tarfile.USTAR_FORMAT) * 80_000 + bytes(1024), 1)
    )
    assert subprocess.run([helm(), "template", tmp_path], capture_output=True, check=False).returncode == 0

    ended = subprocess.run([SWELL, "generate", tmp_path], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("swell: the archives in charts/ hold more than 80000 entries.")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"valueFiles": ["./large.yaml"] * 80}, "the values files have more than 64 MiB together"),
        ({"manifests": ["large.yaml"] * 80}, "the files of `manifests` have more than 32 MiB together"),
        ({"rollout": {"watch": ["large.yaml"] * 300}}, "the files of `rollout.watch` have more than 256 MiB together"),
    ],
)
def test_a_file_counts_each_time_that_it_is_named(asked: dict[str, object], told: str, tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_text(f"# {'x' * (1 << 20)}\n")
    (tmp_path / "swell.yaml").write_text(json.dumps({"apiVersion": "swell/v1", **asked}))

    run = ran(tmp_path, template=DEFINITION % 1)

    assert (run.returncode, run.stdout) == (2, "")
    assert told in run.stderr


def test_a_file_counts_for_each_parameter_that_it_is_the_value_of(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_text("x" * (1 << 20))
    files = {"name": "fileParameters", "map": {f"a{number}": "large.txt" for number in range(80)}}

    run = ran(tmp_path, template=COUNT, parameters=[files])

    assert (run.returncode, run.stdout) == (2, "")
    assert "the files of fileParameters have more than 64 MiB together" in run.stderr


def test_objects_are_counted_each_time_that_their_file_is_named(tmp_path: Path) -> None:
    one = "---\n{{apiVersion: v1, kind: ConfigMap, metadata: {{name: c{}}}}}\n"
    (tmp_path / "many.yaml").write_text("".join(map(one.format, range(1_000))))
    (tmp_path / "swell.yaml").write_text(json.dumps({"apiVersion": "swell/v1", "manifests": ["many.yaml"] * 90}))

    run = ran(tmp_path, template=DEFINITION % 1)

    assert (run.returncode, run.stdout) == (2, "")
    assert "there are more than 50000 objects" in run.stderr

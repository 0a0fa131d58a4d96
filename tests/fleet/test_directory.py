"""Which files of a folder of plain manifests count; tests/e2e/test_directories.py asks the real Argo CD."""

from pathlib import Path

import pytest

from cmp.applicationset.patterns import of_names
from cmp.fleet.directory import Directory

OBJECT = "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}}\n"
FILES = {
    "a.yaml": OBJECT % "a",
    "b.yml": OBJECT % "b",
    "c.json": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}',
    "deep/a.yaml": OBJECT % "deep-a",
    "deep/er/d.yaml": OBJECT % "d",
    "notes.txt": "no manifest",
    "values.yaml": "replicas: 3\n",
    "broken.yaml": "a: [1\n",
    "marked.yaml": f"# +argocd:skip-file-rendering\n{OBJECT % 'marked'}",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({}, ["a.yaml", "b.yml", "c.json"]),
        ({"recurse": True}, ["a.yaml", "b.yml", "c.json", "deep/a.yaml", "deep/er/d.yaml"]),
        ({"recurse": True, "include": "*.yaml"}, ["a.yaml", "deep/a.yaml", "deep/er/d.yaml"]),
        ({"recurse": True, "exclude": "deep/*"}, ["a.yaml", "b.yml", "c.json"]),
        ({"recurse": True, "include": "{a,deep/*}.yaml"}, ["a.yaml", "deep/a.yaml", "deep/er/d.yaml"]),
        ({"recurse": True, "include": "?.yaml", "exclude": "a*"}, []),
        ({"recurse": True, "include": "[!ab].*"}, ["c.json"]),
        ({"include": "[a"}, []),
        ({"exclude": "[a"}, ["a.yaml", "b.yml", "c.json"]),
        ({"recurse": "true"}, ["a.yaml", "b.yml", "c.json"]),
    ],
)
def test_the_files_that_count(said: dict[str, object], names: list[str], folder: Path) -> None:
    found = [str(Path(path).relative_to(folder)) for path, _ in Directory.of({"directory": said}).texts(str(folder))]
    assert found == names


def test_a_file_that_is_meant_as_a_manifest_is_not_passed_over(folder: Path) -> None:
    (folder / "broken.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [\n")
    assert f"{folder}/broken.yaml" in [path for path, _ in Directory().texts(str(folder))]


@pytest.mark.parametrize(
    "pattern", ["*" * 5000, "{" * 40 + "a" + "}" * 40, "{a,b}" * 30, "[" * 5000, "a*" * 2000 + "b"]
)
def test_no_glob_takes_long(pattern: str) -> None:
    assert not of_names(pattern)("a" * 3000 + "/c.yaml") or pattern.startswith("*")

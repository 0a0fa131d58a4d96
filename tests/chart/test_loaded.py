"""A chart is read as Helm loads it: with what .helmignore leaves, and charts in folders and in archives alike."""

import io
import tarfile
from pathlib import Path

import pytest

from cmp.chart.loaded import loaded
from cmp.errors import SourceError


def packed(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target.getvalue()


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def found(folder: Path) -> dict[str, list[str]]:
    return {one.path: list(one.files) for one in loaded(str(folder)).everything()}


def test_charts_lie_in_folders_archives_and_archives_in_archives(tmp_path: Path) -> None:
    inner = packed({"safe/Chart.yaml": b"name: safe", "safe/values.yaml": b""})
    bank = {"bank/Chart.yaml": b"name: bank", "./bank/values.yaml": b"", "bank/charts/safe-1.tgz": inner}
    names = ("Chart.yaml", "values.yaml", "templates/values.yaml", "charts/shop/Chart.yaml", "charts/shop/values.yaml")
    write(tmp_path, dict.fromkeys(names, b"name: x"))
    write(tmp_path, {"charts/bank-1.tgz": packed(bank), "charts/_old/Chart.yaml": b"", "charts/.x/values.yaml": b""})
    assert found(tmp_path) == {
        "": ["Chart.yaml", "values.yaml"],
        "charts/bank-1.tgz/bank": ["Chart.yaml", "values.yaml"],
        "charts/bank-1.tgz/bank/charts/safe-1.tgz/safe": ["Chart.yaml", "values.yaml"],
        "charts/shop": ["Chart.yaml", "values.yaml"],
    }


def test_what_helmignore_leaves_out_is_not_there_but_within_archives(tmp_path: Path) -> None:
    bank = packed({"bank/Chart.yaml": b"", "bank/values.yaml": b""})
    write(tmp_path, {".helmignore": b"charts/shop\nvalues.yaml\n", "charts/bank-1.tgz": bank})
    write(tmp_path, dict.fromkeys(("Chart.yaml", "values.yaml", "charts/shop/Chart.yaml"), b""))
    assert found(tmp_path) == {"": ["Chart.yaml"], "charts/bank-1.tgz/bank": ["Chart.yaml", "values.yaml"]}


def test_a_requirements_file_lists_the_dependencies_as_in_helm_2(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"Chart.yaml": b"{name: x, dependencies: [{name: a}]}", "requirements.yaml": b"dependencies: [{name: b}]"},
    )
    assert loaded(str(tmp_path)).metadata == {"name": "x", "dependencies": [{"name": "b"}]}


def test_archives_in_archives_are_followed_to_an_end(tmp_path: Path) -> None:
    content = packed({"a/Chart.yaml": b"name: a"})
    for _ in range(20):
        content = packed({"a/Chart.yaml": b"name: a", "a/charts/a-1.tgz": content})
    write(tmp_path, {"Chart.yaml": b"name: a", "charts/a-1.tgz": content})
    with pytest.raises(SourceError, match="over 16 deep"):
        loaded(str(tmp_path))


def test_an_archive_that_is_none_is_told_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"Chart.yaml": b"name: a", "charts/a-1.tgz": b"no archive"})
    with pytest.raises(SourceError, match=r"can't read charts/a-1\.tgz"):
        loaded(str(tmp_path))

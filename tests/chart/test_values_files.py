"""Each values.yaml of a chart and of the charts below it is found once, in folders and archives."""

import io
import tarfile
from pathlib import Path

import pytest

from cmp.chart.values_files import values_files
from cmp.errors import SourceError


def packed(path: Path, *names: str) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for name in names:
            content = name.encode()
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def test_every_file_that_helm_reads_is_found(tmp_path: Path) -> None:
    for name in ("values.yaml", "charts/shop/values.yaml", "charts/shop/charts/till/values.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    packed(tmp_path / "charts/bank-1.0.0.tgz", "bank/values.yaml", "bank/charts/safe/values.yaml")

    assert list(values_files(str(tmp_path))) == [
        ("values.yaml", b"values.yaml"),
        ("charts/bank-1.0.0.tgz/bank/values.yaml", b"bank/values.yaml"),
        ("charts/bank-1.0.0.tgz/bank/charts/safe/values.yaml", b"bank/charts/safe/values.yaml"),
        ("charts/shop/values.yaml", b"charts/shop/values.yaml"),
        ("charts/shop/charts/till/values.yaml", b"charts/shop/charts/till/values.yaml"),
    ]


def test_a_file_of_that_name_elsewhere_is_not_a_charts_values(tmp_path: Path) -> None:
    for name in ("values.yaml", "files/values.yaml", "charts/_old/values.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    packed(tmp_path / "charts/bank-1.0.0.tgz", "bank/files/values.yaml", "bank/files/a/values.yaml", "values.yaml")

    assert [name for name, _ in values_files(str(tmp_path))] == ["values.yaml"]


def test_a_link_that_leads_back_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "charts").mkdir()
    (tmp_path / "values.yaml").write_bytes(b"")
    (tmp_path / "charts/again").symlink_to(tmp_path)

    assert [name for name, _ in values_files(str(tmp_path))] == ["values.yaml"]


def test_an_archive_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts/bank-1.0.0.tgz").write_bytes(b"no archive")

    with pytest.raises(SourceError, match=r"can't read charts/bank-1\.0\.0\.tgz"):
        list(values_files(str(tmp_path)))

"""A chart is read as Helm loads it: with what .helmignore leaves, and charts in folders and in archives alike."""

import gzip
import io
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from programs import helm

from cmp.chart.archive import Room
from cmp.chart.mounts import dependency_names
from cmp.chart.read import read_chart, refuse_excess
from cmp.errors import SourceError

_CHART = b"{apiVersion: v2, name: a, version: 1.0.0}"
CONFIG_MAP = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: found}\n"


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
    return {one.path: list(one.deciding) for one in read_chart(str(folder)).whole().everything()}


def test_charts_lie_in_folders_archives_and_archives_in_archives(tmp_path: Path) -> None:
    inner = packed({"safe/Chart.yaml": b"name: safe", "safe/values.yaml": b""})
    bank = {"bank/Chart.yaml": b"name: bank", "bank/./values.yaml": b"", "bank/charts/safe-1.tgz": inner}
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


def test_a_line_of_helmignore_ends_at_a_newline_alone(tmp_path: Path) -> None:
    rules = "# a\rvalues.yaml\n# b\u2028values.yaml\nnotes\r\n".encode()
    write(tmp_path, {".helmignore": rules, "Chart.yaml": _CHART, "notes": b" no", "values.yaml": b"seen: true"})
    write(tmp_path, {"templates/a.yaml": b"seen: {{ .Values.seen }}{{ .Files.Get `notes` }}"})
    run = subprocess.run([helm(), "template", tmp_path, "--debug"], capture_output=True, text=True, check=False)
    assert "seen: true\n" in run.stdout
    assert found(tmp_path) == {"": ["Chart.yaml", "values.yaml"]}


def test_a_requirements_file_lists_the_dependencies_as_in_helm_2(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"Chart.yaml": b"{name: x, dependencies: [{name: a}]}", "requirements.yaml": b"dependencies: [{name: b}]"},
    )
    assert read_chart(str(tmp_path)).metadata == {"name": "x", "dependencies": [{"name": "b"}]}


def test_archives_in_archives_are_followed_to_an_end(tmp_path: Path) -> None:
    content = packed({"a/Chart.yaml": b"name: a"})
    for _ in range(20):
        content = packed({"a/Chart.yaml": b"name: a", "a/charts/a-1.tgz": content})
    write(tmp_path, {"Chart.yaml": b"name: a", "charts/a-1.tgz": content})
    with pytest.raises(SourceError, match="over 16 deep"):
        read_chart(str(tmp_path)).whole()


def test_an_archive_that_is_none_is_told_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"Chart.yaml": b"name: a", "charts/a-1.tgz": b"no archive"})
    with pytest.raises(SourceError, match=r"can't read charts/a-1\.tgz"):
        read_chart(str(tmp_path)).whole()


def test_what_is_read_says_the_same_when_the_folder_is_gone(tmp_path: Path) -> None:
    bank = packed({"bank/Chart.yaml": b"{name: bank, version: 1.2.3}", "bank/templates/a.yaml": b"kind: Secret"})
    says = b"{name: shop, dependencies: [{name: bank, version: 1.x, alias: till, condition: till.on}]}"
    write(tmp_path / "shop", {"Chart.yaml": says, "templates/b.yaml": b"kind: ConfigMap", "values.schema.json": b"{}"})
    write(
        tmp_path / "shop", {"charts/bank-1.tgz": bank, "swell.lock": b"", "files/c.json": b"{}", "files/d.png": b"\0"}
    )
    chart = read_chart(str(tmp_path / "shop"))
    shutil.rmtree(tmp_path / "shop")

    assert chart.templates == {"templates/b.yaml": "kind: ConfigMap", "charts/bank/templates/a.yaml": "kind: Secret"}
    assert chart.texts.keys() == chart.templates.keys() | {"files/c.json"}
    assert (dependency_names(chart), chart.conditions) == ({"till": "bank"}, {"till.on"})
    assert [(one.entry, one.name, one.version) for one in chart.installed] == [("charts/bank-1.tgz", "bank", "1.2.3")]
    assert chart.schema == {}
    assert {"swell.lock", "files/d.png"} <= set(chart.names)


def test_what_can_not_be_read_hides_nothing_of_the_rest(tmp_path: Path) -> None:
    names = ("Chart.yaml", "templates/a.yaml", "templates/z.yaml")
    write(tmp_path, dict.fromkeys(names, b"name: a") | {"charts/a-1.tgz": b"no archive"})
    (tmp_path / "templates/broken.yaml").symlink_to("nowhere")
    os.mkfifo(tmp_path / "templates/pipe.yaml")
    assert list(read_chart(str(tmp_path)).templates) == ["templates/a.yaml", "templates/z.yaml"]


def test_a_folder_of_charts_that_is_a_link_back_comes_to_an_end(tmp_path: Path) -> None:
    write(tmp_path, {"Chart.yaml": b"name: a", "values.yaml": b"", "templates/a.yaml": b""})
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts/again").symlink_to(tmp_path)
    assert read_chart(str(tmp_path)).files.keys() == {"Chart.yaml", "values.yaml", "templates/a.yaml"}
    assert read_chart(str(tmp_path), only=("values.yaml",), ignoring=False).files.keys() == {"values.yaml"}


def test_the_archives_of_a_chart_are_read_up_to_bounds_that_they_have_together() -> None:
    names = [f"a/templates/{number}.yaml" for number in range(5)]
    archive = packed(dict.fromkeys(names, b"12345"))
    room = Room(most=40)
    assert [name for name, _ in room.members(io.BytesIO(archive), lambda _: True)] == names
    inside = room.members(io.BytesIO(archive), lambda _: True)
    assert [next(inside)[0] for _ in range(3)] == names[:3]
    with pytest.raises(SourceError, match="the archives in charts/ hold more than 0 MiB"):
        next(inside)


def test_archives_that_hold_many_of_the_same_come_to_an_end(tmp_path: Path) -> None:
    inner = packed({"b/Chart.yaml": b"name: b"})
    for _ in range(3):
        inner = packed({f"b/charts/b{number}-1.tgz": inner for number in range(40)})
    write(tmp_path, {"Chart.yaml": b"name: a", "charts/b-1.tgz": inner})
    with pytest.raises(SourceError, match="the archives in charts/ hold more than 1000 archives"):
        read_chart(str(tmp_path)).whole()


@pytest.mark.parametrize(
    ("name", "kind", "inside"),
    [
        ("a/folder", tarfile.DIRTYPE, 0),
        ("a/.hidden", tarfile.REGTYPE, 0),
        ("a/link", tarfile.SYMTYPE, 1),
        ("./unlike", b"Z", 2),
    ],
)
def test_the_bound_of_entries_is_one_for_all_archives_whatever_they_are(
    tmp_path: Path, name: str, kind: bytes, inside: int
) -> None:
    header = tarfile.TarInfo(name)
    header.type = kind
    some = gzip.compress(header.tobuf(tarfile.USTAR_FORMAT) * 40_000, 1)
    whole = packed({"a/Chart.yaml": b"name: a"})
    write(tmp_path, {"Chart.yaml": b"name: a", "charts/b/Chart.yaml": b"name: b", "charts/b/charts/c-1.tgz": some})
    refuse_excess(str(tmp_path))
    for _ in range(inside):
        some = packed({"a/Chart.yaml": b"name: a", "a/charts/a-1.tgz": some})
    write(tmp_path, {"charts/a-1.tgz": some, "charts/d-1.tgz": whole})
    with pytest.raises(SourceError, match="the archives in charts/ hold more than 80000 entries"):
        refuse_excess(str(tmp_path))


@pytest.mark.parametrize("name", ["./charts/b-1.tgz", "x/y\\charts\\b-1.tgz", "x/./charts//b-1.tgz", "/charts/b-1.tgz"])
def test_a_chart_lies_in_an_archive_where_helm_finds_it(tmp_path: Path, name: str) -> None:
    inner = packed({"b/Chart.yaml": b"{apiVersion: v2, name: b, version: 1.0.0}", "b/templates/cm.yaml": CONFIG_MAP})
    outer = packed({"a/Chart.yaml": b"{apiVersion: v2, name: a, version: 1.0.0}", name: inner})
    top = {"Chart.yaml": b"{apiVersion: v2, name: top, version: 1.0.0}", "charts/a-1.tgz": outer}
    write(tmp_path, top)
    read = found(tmp_path)
    assert read["charts/a-1.tgz/a/charts/b-1.tgz/b"] == ["Chart.yaml"]
    printed = subprocess.run([helm(), "template", "web", tmp_path], capture_output=True, text=True, check=False)
    assert "# Source: top/charts/a/charts/b/templates/cm.yaml" in printed.stdout, printed.stderr


def test_a_packed_chart_that_is_too_large_to_be_read_is_told_since_helm_would_read_it(tmp_path: Path) -> None:
    write(tmp_path, {"Chart.yaml": b"name: a", "charts/b-1.tgz": packed({"b/charts/c-1.tgz": bytes(17 << 20)})})
    with pytest.raises(SourceError, match=r"charts/b-1.tgz/b/charts/c-1.tgz is larger than 16 MiB"):
        refuse_excess(str(tmp_path))


def test_an_archive_whose_packing_is_damaged_is_a_fault_of_the_chart(tmp_path: Path) -> None:
    archive = packed({f"b/templates/{number}.yaml": os.urandom(3000) for number in range(20)})
    write(tmp_path, {"Chart.yaml": b"name: a"})
    told = 0
    for at in range(10, len(archive) - 8, 499):
        write(tmp_path, {"charts/b-1.tgz": archive[:at] + bytes([archive[at] ^ 0x55]) + archive[at + 1 :]})
        told += bool(read_chart(str(tmp_path)).faults)
    assert told


def test_a_schema_in_an_archive_that_is_too_large_to_be_read_is_no_schema_that_may_pass(tmp_path: Path) -> None:
    write(tmp_path, {"Chart.yaml": b"name: a", "charts/b-1.tgz": packed({"b/values.schema.json": bytes(17 << 20)})})
    chart = read_chart(str(tmp_path), only=("values.schema.json",), ignoring=False)
    with pytest.raises(SourceError, match=r"charts/b-1.tgz/b/values.schema.json is larger than 16 MiB"):
        chart.whole()

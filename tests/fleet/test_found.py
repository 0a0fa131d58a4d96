"""The Applications in files, and their places."""

import tracemalloc
from pathlib import Path

from cmp.fleet.found import found_in

ONE = """
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: %s}
spec: {source: {path: .}}
"""


def test_the_line_is_that_of_the_documents_kind(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(f"# first{ONE % 'web'}---{ONE % 'api'}")
    assert [(one.name, one.line) for one in found_in(str(tmp_path / "all.yaml"))] == [("web", 3), ("api", 8)]


def test_each_document_is_looked_for_behind_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(f"{ONE % 'web'}---{ONE % 'web'}---{ONE % 'api'}")
    assert [one.line for one in found_in(str(tmp_path / "all.yaml"))] == [3, 8, 13]


def test_an_application_of_another_group_is_none_of_argo_cds(tmp_path: Path) -> None:
    (tmp_path / "app.yaml").write_text(ONE.replace("argoproj.io", "app.k8s.io") % "web" + "# argoproj.io/\n")
    assert list(found_in(str(tmp_path))) == []


def test_the_items_of_a_list_are_found(tmp_path: Path) -> None:
    item = "{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a}, spec: {source: {path: .}}}"
    (tmp_path / "list.yaml").write_text(f"apiVersion: v1\nkind: List\nitems: [{item}, {item}]\n")
    assert [one.name for one in found_in(str(tmp_path))] == ["a", "a"]


def test_a_document_that_can_not_be_read_is_told_with_its_line_a_sets_too(tmp_path: Path) -> None:
    for kind in ("Application", "ApplicationSet"):
        text = ONE.replace("Application", kind) % "web" + "status: {{a}: b}\n"
        (tmp_path / "one.yaml").write_text(text)
        (one,) = found_in(str(tmp_path / "one.yaml"))
        assert one.is_set == (kind == "ApplicationSet")
        assert one.problem
        assert one.problem.where == f"{tmp_path}/one.yaml:6"


_BROKEN = "---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a%d}\nspec: {a: '\n"


def test_what_is_kept_of_applications_that_cannot_be_read_is_small(tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"
    file.write_text("".join(_BROKEN % number for number in range(400)))
    tracemalloc.start()
    found = list(found_in(str(file)))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [one.problem.where if one.problem else "" for one in found[:2]] == [f"{file}:6", f"{file}:11"]
    assert len(found) == 400
    assert kept < 400 * 8_000

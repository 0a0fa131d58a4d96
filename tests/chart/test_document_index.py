"""Which documents of templates may make an object."""

from cmp.chart.document_index import DocumentIndex
from cmp.chart.template_documents import template_documents

NAMES = ["a", "{{ .x }}", "{{ .x }}-b", "b-{{ .x }}", "a", "{{ .y }}-b"]
DOCUMENTS = list(template_documents("---\n".join(f"kind: Job\nmetadata: {{name: {name}}}\n" for name in NAMES)))
INDEX = DocumentIndex(DOCUMENTS)


def numbers(kind: str, name: str) -> list[int]:
    return sorted(number for alike in INDEX.making(kind, name) for number in INDEX.alike[alike])


def test_the_documents_are_those_whose_kind_and_name_fit() -> None:
    for name in ("a", "b", "a-b", "b-b", "", "{{ .x }}-b"):
        assert numbers("Job", name) == [n for n, one in enumerate(DOCUMENTS) if one.may_name(name)]
    assert numbers("ConfigMap", "a") == []


def test_a_name_that_no_object_can_have_is_of_no_document() -> None:
    assert numbers("Job", "a" * 1_000_000) == []

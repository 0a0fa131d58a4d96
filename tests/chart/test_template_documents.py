"""Which objects the documents of a template make, and from what."""

import pytest

from cmp.chart.template_documents import template_documents

BLOCK = """\
{{- $suffix := randAlphaNum 5 }}
apiVersion: v1
kind: ConfigMap
metadata:
  labels:
    app.kubernetes.io/name: web
    name: other
{{- if .Values.labels }}
    a: b
{{- end }}
  name: "{{ .Release.Name }}-{{ $suffix }}"
data:
  name: nothing
"""
FLOW = "kind: Job\nmetadata: {namespace: a, name: migrate-{{ .Release.Revision }}, labels: {a: b}}\n"


def test_each_document_is_told_by_its_kind_and_the_shape_of_its_name() -> None:
    block, flow = template_documents(f"{BLOCK}---\n{FLOW}")
    assert (block.kind, flow.kind) == ("ConfigMap", "Job")
    assert block.may_name("web-a1b2c")
    assert not block.may_name("web")
    assert flow.may_name("migrate-1")
    assert not flow.may_name("web-migrate-1")


@pytest.mark.parametrize(
    ("name", "made", "others"),
    [
        ("web", ["web"], ["web-1", "we"]),
        ("w*b[1]", ["w*b[1]"], ["wab1"]),
        ("{{ .x }}", ["web", ""], []),
        ("a{{ .x }}a", ["aa", "aba"], ["a", "ab"]),
        ("{{ .x }}-b-{{ .y }}-c", ["-b--c", "a-b-c-b-c"], ["a-b-c", "a-c-b-"]),
    ],
)
def test_a_name_has_the_literals_of_its_document_in_their_order(name: str, made: list[str], others: list[str]) -> None:
    (document,) = template_documents(f"kind: Job\nmetadata:\n  name: {name}\n")
    assert [one for one in (*made, *others) if document.may_name(one)] == made


@pytest.mark.parametrize("text", ["{{ include `web.all` . }}", "kind: {{ .Values.kind }}\nmetadata: {name: a}", "a: b"])
def test_what_has_no_kind_or_name_in_its_text_is_left_out(text: str) -> None:
    assert list(template_documents(text)) == []

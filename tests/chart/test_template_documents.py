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
    assert block.shape.fullmatch("web-a1b2c")
    assert not block.shape.fullmatch("web")
    assert flow.shape.fullmatch("migrate-1")
    assert not flow.shape.fullmatch("web-migrate-1")


def test_a_name_comes_with_what_its_variables_are_set_to() -> None:
    block, flow = template_documents(f"{BLOCK}---\n{FLOW}")
    assert "randAlphaNum" in block.name
    assert "randAlphaNum" not in flow.text


@pytest.mark.parametrize("text", ["{{ include `web.all` . }}", "kind: {{ .Values.kind }}\nmetadata: {name: a}", "a: b"])
def test_what_has_no_kind_or_name_in_its_text_is_left_out(text: str) -> None:
    assert list(template_documents(text)) == []

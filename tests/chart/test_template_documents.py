"""Which objects the documents of a template make, and from what."""

import pytest

from cmp.chart.template_documents import template_documents
from cmp.manifests.split import split
from cmp.model import Manifest

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


def _object(kind: str, name: str) -> Manifest:
    (made,) = split(f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}}}\n", namespace="shop")
    return made


def test_each_document_is_told_by_its_kind_and_the_shape_of_its_name() -> None:
    block, flow = template_documents(f"{BLOCK}---\n{FLOW}")
    assert (block.kind, flow.kind) == ("ConfigMap", "Job")
    assert block.may_make(_object("ConfigMap", "web-a1b2c"))
    assert not block.may_make(_object("ConfigMap", "web"))
    assert flow.may_make(_object("Job", "migrate-1"))
    assert not flow.may_make(_object("Job", "web-migrate-1"))
    assert not flow.may_make(_object("ConfigMap", "migrate-1"))


def test_a_name_comes_with_what_its_variables_are_set_to() -> None:
    block, flow = template_documents(f"{BLOCK}---\n{FLOW}")
    assert "randAlphaNum" in block.name
    assert "randAlphaNum" not in flow.text


@pytest.mark.parametrize("text", ["{{ include `web.all` . }}", "kind: {{ .Values.kind }}\nmetadata: {name: a}", "a: b"])
def test_what_has_no_kind_or_name_in_its_text_is_left_out(text: str) -> None:
    assert list(template_documents(text)) == []

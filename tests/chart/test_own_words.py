"""What a chart says itself is found at its place, however it is spaced, and in packed dependencies too."""

import json
import os
import tarfile
import time
from pathlib import Path

import pytest

from cmp.chart.own_words import OwnWords
from cmp.chart.read import read_chart

_TEMPLATE = """
{{- /* a comment with .Values.hidden */}}
kind: ConfigMap {{- if  and .Values.a.b ( index  .Values  "c" ) }}
  text: {{ include "web.name" . |quote }}
{{- end }}
"""


@pytest.fixture
def words(tmp_path: Path) -> OwnWords:
    inner = tmp_path / "inner/templates/deep.yaml"
    inner.parent.mkdir(parents=True)
    inner.write_text("{{ .Values.packed.key }}")
    (tmp_path / "inner/values.schema.json").write_text(json.dumps({"properties": {"port": {"maximum": 65535}}}))
    chart = tmp_path / "web"
    (chart / "templates").mkdir(parents=True)
    (chart / "charts").mkdir()
    with tarfile.open(chart / "charts/inner-1.0.0.tgz", "w:gz") as archive:
        archive.add(tmp_path / "inner", "inner")
    (chart / "Chart.yaml").write_text("name: web\nversion: 1.2.3\ndependencies: [{name: inner, alias: other}]\n")
    (chart / "values.yaml").write_text("password: hunter2\n")
    (chart / "templates/it.yaml").write_text(_TEMPLATE)
    os.symlink("nowhere", chart / "templates/led.yaml")
    os.mkfifo(chart / "templates/pipe.yaml")
    return OwnWords(read_chart(str(chart)))


@pytest.mark.parametrize(
    "code",
    [".Values.a.b", '(index .Values "c")', 'include "web.name" .', "{{if and .Values.a.b}}", ".Values.packed.key"],
)
def test_an_expression_of_a_template_is_known(code: str, words: OwnWords) -> None:
    assert words.code(code)


@pytest.mark.parametrize(
    "code",
    ["", ".Values.a", "Values.a.b", '"web"', ".Values.hidden", "hunter2", "ConfigMap", "a.b", "}}", ".Values" * 999],
)
def test_a_part_of_one_and_text_around_it_is_not(code: str, words: OwnWords) -> None:
    assert not words.code(code)


def test_paths_consist_of_names_of_the_chart(words: OwnWords) -> None:
    assert words.path("web/templates/it.yaml")
    assert words.path("web/charts/other/templates/deep.yaml")
    assert not words.path("web/templates/hunter2.yaml")


def test_keys_and_constants_are_those_of_templates_and_schemas(words: OwnWords) -> None:
    assert all(map(words.key, ("a", "b", "c", "packed", "port")))
    assert words.constant("65535")
    assert not any(map(words.key, ("password", "hunter2", "kind", "65535")))
    assert not words.constant("hunter2")


def test_versions_stand_in_the_metadata(words: OwnWords) -> None:
    assert words.metadata("1.2.3")
    assert not words.metadata("1.2")


def test_a_chart_that_is_gone_says_nothing(tmp_path: Path) -> None:
    gone = OwnWords(read_chart(str(tmp_path / "gone")))

    assert not any((gone.code("a"), gone.path("a"), gone.key("a"), gone.constant("a"), gone.metadata("a")))
    assert gone.sentence("some words here", "-") == ""


@pytest.mark.parametrize("text", ["{{" * 200_000, '{{ "' + '\\"' * 200_000 + " }}", "{{ '" + "`" * 200_001 + " }}"])
def test_what_does_not_end_is_not_looked_for_again_and_again(tmp_path: Path, text: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("{apiVersion: v2, name: web, version: 1.0.0}")
    (tmp_path / "templates/a.yaml").write_text(text)
    words = OwnWords(read_chart(str(tmp_path)))
    began = time.process_time()
    assert not words.code(".Values.none")
    assert not words.sentence("none", "*")
    assert time.process_time() - began < 5

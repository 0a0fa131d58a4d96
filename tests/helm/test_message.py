"""What Helm says of a chart that fails names the template, the line and the key, and none of the values.

Each way in which a value gets into Helm's words is tried with the real Helms. The value is always the same word.
"""

import base64
import json
import re
from pathlib import Path

import pytest
from programs import every_helm

from cmp.chart.own_words import OwnWords
from cmp.chart.read import read_chart
from cmp.cli.failure import story
from cmp.errors import SwellError
from cmp.helm.call import HelmCall
from cmp.helm.holes import Known
from cmp.helm.message import told
from cmp.helm.run import begin
from cmp.helm.runtime import HelmRuntime
from cmp.settings import Settings
from cmp.system.process import Deadline
from cmp.values.layer import Layer

SECRET = "hunter2"  # noqa: S105
_CODED = base64.b64encode(f"{SECRET} {SECRET} {SECRET}".encode()).decode()
_DATA = "templates/config.yaml"
_HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata:\n  a: "
_VALUES = {
    "word": SECRET,
    "number": 7_355_608,
    "keyed": {SECRET: {"below": "x"}},
    "listed": [SECRET, {"name": SECRET}],
    "lines": f"{SECRET} one\n\nError: {SECRET} two\nexecution error at (web/templates/config.yaml:1:1): {SECRET}\n",
    "quoted": f"\"{SECRET}\" '{SECRET}' `{SECRET}`",
    "coded": _CODED,
    "url": f"https://user:{SECRET}@example.com/{SECRET}?token={SECRET}#%zz",
    "long": f"{SECRET} " * 20_000,
    "path": f"web/templates/{SECRET}.yaml:1:2",
    "reads": "{{ .Values.hunter2.below.further }}",
    "calls": "{{ hunter2 }}",
    "fails": '{{ fail "hunter2" }}',
    "indexes": '{{ index .Values "hunter2" "below" }}',
    "includes": '{{ include "hunter2" . }}',
    "torn": "{{ .Values.hunter2",
    "variable": "{{ $hunter2 }}",
    "odd": '{{ .Values.word }} {{ "hunter2" | nindent "hunter2" }}',
}
WAYS = {  # the action of a template, and what of the message has to be left
    "fail tells a value": ("fail .Values.word", "config.yaml:5:8"),
    "fail tells a number": ("fail (toString .Values.number)", "config.yaml:5:8"),
    "fail tells a sentence with a value": (
        'fail (printf "the word %s is too short" .Values.word)',
        "the word (hidden) is",
    ),
    "fail tells a value that is quoted": (
        'fail (printf "the word %q is too short" .Values.word)',
        "the word (hidden) is",
    ),
    "fail tells all values": ("fail (toYaml .Values)", "config.yaml:5:8"),
    "fail tells a list": ('fail (join ", " .Values.listed)', "config.yaml:5:8"),
    "fail tells lines": ("fail .Values.lines", "config.yaml:5:8"),
    "fail tells quotes": ("fail .Values.quoted", "config.yaml:5:8"),
    "fail tells base64": ("fail .Values.coded", "config.yaml:5:8"),
    "fail tells what was base64": ("fail (b64dec .Values.coded)", "config.yaml:5:8"),
    "fail tells a URL": ("fail .Values.url", "config.yaml:5:8"),
    "fail tells without end": ("fail .Values.long", "config.yaml:5:8"),
    "fail tells a place": ("fail .Values.path", "config.yaml:5:8"),
    "required tells a value": ("required .Values.word .Values.none", "config.yaml:5:8"),
    "required tells the author's words": ('required "set the tag, please" .Values.none', "set the tag, please"),
    "a helper fails": ('include "helper" .Values.word', "config.yaml:5:8"),
    "a loop over a text": ("range .Values.word}}{{end", "at <.Values.word>: range can't iterate over (hidden)"),
    "a condition over a text": ("if .Values.word.below}}{{end", "at <.Values.word.below>"),
    "a field of a text": (".Values.word.below", "can't evaluate field below"),
    "a key of nothing": (".Values.none.below", "nil pointer evaluating interface {}.below"),
    "a text is called": (".Values.word 1", "at <.Values.word>: word"),
    "a text as an index": ("index .Values.listed .Values.word", "error calling index: cannot index slice/array"),
    "a text as a mapping": ('get .Values.word "below"', "at <.Values.word>: wrong type for value; expected map["),
    "a text is compared": ("lt .Values.word 3", "error calling lt: incompatible types for comparison"),
    "a time": ('mustToDate "2006" .Values.word', 'at <mustToDate "2006" .Values.word>: error calling mustToDate'),
    "a duration": ("mustDateModify .Values.word now", "error calling mustDateModify: time: invalid duration (hidden)"),
    "a version": ("semver .Values.word", "error calling semver"),
    "a range of versions": ('semverCompare .Values.word "1"', "error calling semverCompare"),
    "a regular expression": ('mustRegexMatch (print "(" .Values.word) "x"', "error calling mustRegexMatch"),
    "a URL with a password": ("urlParse .Values.url", "error calling urlParse: unable to parse url: (hidden)"),
    "JSON": ("mustFromJson .Values.word", "error calling mustFromJson: invalid character (hidden)"),
    "a certificate": ("buildCustomCert .Values.word .Values.word", "error calling buildCustomCert: unable to decode"),
    "the name of a template": ("include .Values.word .", "error calling include"),
    "tpl reads a key": ("tpl .Values.reads .", "at <tpl .Values.reads .>: error calling tpl"),
    "tpl calls a function": (
        "tpl .Values.calls .",
        "cannot parse template (hidden): template: gotpl:1: function (hidden)",
    ),
    "tpl fails": ("tpl .Values.fails .", "config.yaml:5:8"),
    "tpl takes an index": ("tpl .Values.indexes .", "at <tpl .Values.indexes .>: error calling tpl"),
    "tpl includes": ("tpl .Values.includes .", "at <tpl .Values.includes .>: error calling tpl"),
    "tpl is torn": ("tpl .Values.torn .", "at <tpl .Values.torn .>: error calling tpl"),
    "tpl names a variable": ("tpl .Values.variable .", "undefined variable (hidden)"),
    "tpl passes a text for a number": ("tpl .Values.odd .", "at <tpl .Values.odd .>: error calling tpl"),
    "tpl of an expression": ('tpl (printf "{{ .%s.a.b }}" .Values.word) .', "error calling tpl"),
    "an anchor of YAML": ('printf "*%s" .Values.word', "YAML parse error on web/templates/config.yaml"),
    "a key of YAML": ('printf "\\"%s" .Values.word', "YAML parse error on web/templates/config.yaml"),
    "lines of YAML": ('printf "- %s\\n- [" .Values.lines', "YAML parse error on web/templates/config.yaml"),
}
OWN = {  # the ways that have the value in the chart's own values.yaml
    "fail": ("fail .Values.word", "config.yaml:5:8"),
    "a loop": ("range .Values.word}}{{end", "range can't iterate over (hidden)"),
    "tpl": ("tpl .Values.reads .", "error calling tpl"),
    "keys": ('fail (keys .Values.keyed | join " and ")', "config.yaml:5:8"),
}
_OBJECT = {"additionalProperties": False}
REFUSED = {  # a rule of a schema, the value that it refuses, what of the message has to be left
    "an enumeration": ({"enum": ["a", "b"]}, SECRET, "b"),
    "a constant": ({"const": "c"}, SECRET, "c"),
    "a pattern": ({"pattern": "^[A-Z]+$"}, SECRET, "^[A-Z]+$"),
    "a pattern of lines": ({"pattern": "^[A-Z]+$"}, f"{SECRET}\n- at '/x': {SECRET}", "^[A-Z]+$"),
    "a format": ({"format": "uri"}, f"{SECRET}:// [", "uri"),
    "a type": ({"type": "object"}, SECRET, "object"),
    "an unknown key": (_OBJECT, {SECRET: 1}, "additional propert"),
    "unknown keys": (_OBJECT, {SECRET: 1, f"{SECRET} {SECRET}": 2}, "additional propert"),
    "a key's value": ({"additionalProperties": {"type": "integer"}}, {SECRET: "x"}, "integer"),
    "a key with a slash": ({"additionalProperties": {"type": "integer"}}, {f"a/{SECRET}~b": "x"}, ""),
    "the name of a key": ({"propertyNames": {"maxLength": 3}}, {SECRET: "x"}, ""),
    "an element": ({"items": {"type": "integer"}}, [1, SECRET], "1"),
    "equal elements": ({"uniqueItems": True}, [SECRET, SECRET], ""),
    "a length": ({"minLength": 100}, SECRET, "100"),
    "one of several": ({"oneOf": [{"const": 1}, {"pattern": "^x"}]}, SECRET, ""),
}
SET = {
    "no value": (SECRET, "--set data: key (hidden) has no value"),
    "no value for a key below": (f"keyed.{SECRET}", "--set data: key (hidden) has no value"),
    "an index": (f"listed[{SECRET}]=1", "error parsing index: strconv.Atoi: parsing (hidden): invalid syntax"),
    "a torn list": (f"listed={{{SECRET}", "list must terminate with '}'"),
    "a list's end": (f"listed[0]{SECRET}=1", "--set data: "),
    "a value that fails": (f"word={SECRET} is long,number=1", "config.yaml:5:8"),
}


def _runtime(tmp_path: Path, version: str, **variables: str) -> HelmRuntime:
    settings = Settings.read(
        {"PATH": "/bin", "HOME": str(tmp_path), "SWELL_HELM": str(every_helm()[version]), **variables}
    )
    return HelmRuntime(settings=settings, deadline=Deadline.after(60))


def failed(
    tmp_path: Path, version: str, files: dict[str, str], values: object = None, *, sets: str = "", **env: str
) -> str:
    """Return what is told of a chart that Helm can't render, as it would stand on stderr."""
    chart = tmp_path / "web"
    for name, text in {"Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n", **files}.items():
        (chart / name).parent.mkdir(parents=True, exist_ok=True)
        (chart / name).write_text(text)
    layers = (Layer(name="prod-values.yaml", text=json.dumps(values)),) if values else ()
    call = HelmCall(
        chart=str(chart), root=str(tmp_path), release="web", layers=layers, assignments=(sets,) if sets else ()
    )
    with pytest.raises(SwellError) as caught, begin(call, runtime=_runtime(tmp_path, version, **env)) as output:
        list(output)
    return story(caught.value)


def config(action: str) -> dict[str, str]:
    return {_DATA: f"{_HEAD}{{{{ {action} }}}}\n", "templates/_h.tpl": '{{ define "helper" }}{{ fail . }}{{ end }}'}


def untold(message: str) -> bool:
    """Tell whether a message holds the value in no form."""
    return not any(form in message for form in (SECRET, "7355608", "7.355608", _CODED[:8], "hunter"))


@pytest.mark.parametrize("version", every_helm())
@pytest.mark.parametrize("way", WAYS)
def test_a_value_of_a_file_stays_out(way: str, version: str, tmp_path: Path) -> None:
    action, left = WAYS[way]
    message = failed(tmp_path, version, config(action), _VALUES)

    assert untold(message), message
    assert left in message


@pytest.mark.parametrize("version", every_helm())
@pytest.mark.parametrize("way", OWN)
def test_a_value_of_the_chart_stays_out(way: str, version: str, tmp_path: Path) -> None:
    action, left = OWN[way]
    message = failed(tmp_path, version, {**config(action), "values.yaml": json.dumps(_VALUES)})

    assert untold(message), message
    assert left in message


@pytest.mark.parametrize("version", every_helm())
@pytest.mark.parametrize("way", REFUSED)
def test_a_value_that_a_schema_refuses_stays_out(way: str, version: str, tmp_path: Path) -> None:
    rule, value, left = REFUSED[way]
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"database": rule}}
    files = {_DATA: f"{_HEAD}x\n", "values.schema.json": json.dumps(schema)}
    message = failed(tmp_path, version, files, {"database": value})

    assert untold(message), message
    assert left.lower() in message.lower()
    if "propertyNames" not in rule:  # of it, newer Helms do not say where
        assert any(where in message for where in ("/database", "here: database"))
        assert "database is set by prod-values.yaml" in message or re.search(
            r"database\.(\(hidden\)|1) is set by", message
        )


@pytest.mark.parametrize("version", every_helm())
@pytest.mark.parametrize("way", SET)
def test_a_value_of_set_stays_out(way: str, version: str, tmp_path: Path) -> None:
    assignment, left = SET[way]
    action = "fail .Values.word }}{{ index .Values.listed 0 }}{{ .Values.keyed.below"
    message = failed(tmp_path, version, config(action), {"word": "x", "listed": [1]}, sets=assignment)

    assert untold(message), message
    assert left in message


@pytest.mark.parametrize("version", every_helm())
@pytest.mark.parametrize("text", [f"a: *{SECRET}", f"- {SECRET}", f"a: b\n {SECRET}: c", f"a: !{SECRET} b\n\t- c"])
def test_a_values_file_of_the_chart_that_is_none_is_not_quoted(text: str, version: str, tmp_path: Path) -> None:
    message = failed(tmp_path, version, {**config("print 1"), "values.yaml": text})

    assert untold(message), message
    assert "helm: cannot load values.yaml: " in message


@pytest.mark.parametrize("version", every_helm())
def test_what_is_hidden_is_shown_on_a_laptop_that_asks_for_it(version: str, tmp_path: Path) -> None:
    told = failed(tmp_path, version, config("fail .Values.word"), _VALUES)
    shown = failed(tmp_path, version, config("fail .Values.word"), _VALUES, SWELL_DEBUG="true")
    sidecar = failed(tmp_path, version, config("fail .Values.word"), _VALUES, SWELL_DEBUG="true", ARGOCD_APP_NAME="web")

    assert "; on a laptop, SWELL_DEBUG=true shows what is hidden" in told
    assert f"config.yaml:5:8): {SECRET}." in shown
    assert told == sidecar


def test_rules_of_newer_schemas_lose_their_values_too(tmp_path: Path) -> None:
    rules = {"type": "string", "contentMediaType": "application/json", "contentEncoding": "base64"}
    (tmp_path / "values.schema.json").write_text(json.dumps({"properties": {"a": rules}}))
    chart = Known(words=OwnWords(read_chart(str(tmp_path))), copies={})
    head = "values don't meet the specifications of the schema(s) in the following chart(s):\n"
    kept = "- at '/a': value is not of mediatype 'application/json'"
    other = "- at '/a': value is not 'base64' encoded"
    message = told(f"{head}{kept}: invalid character 'h'\n{other}: h\n- at '/b/c': value must be 'hunter2'", chart)

    assert (
        message
        == f"{head.strip()} {kept}: (hidden) {other}: (hidden) - at '/(hidden)/(hidden)': value must be (hidden)"
    )

"""The second generator of a matrix is evaluated for all sets of the first one together."""

import os
from typing import Any

import pytest

from cmp.applicationset.generate import generated
from cmp.applicationset.go_template.evaluate import GoTemplates
from cmp.applicationset.model import Allowance, ApplicationSet, Text, Tools, Tree
from cmp.errors import RequestError
from cmp.fleet.sets import evaluation, rendered
from cmp.render.run import LazySession, helm_runtime
from cmp.settings import Settings

TREE = Tree(files=("apps/api/a.yaml", "apps/web/a.yaml"), read=lambda _: "", refuse_other=lambda _: None)


def names(first: dict[str, Any], second: dict[str, Any], name: str) -> tuple[list[str], int]:
    """Return the names of a matrix's Applications, and how many calls of Helm they took."""
    spec = {
        "goTemplate": True,
        "goTemplateOptions": ["missingkey=error"],
        "generators": [{"matrix": {"generators": [first, second]}}],
        "template": {"metadata": {"name": name}, "spec": {}},
    }
    made, calls = ApplicationSet(name="all", namespace="", spec=spec), list[int]()
    with LazySession(helm_runtime(Settings.read(os.environ))) as session:

        def render(files: Any) -> str:
            calls.append(len(files))
            return rendered(files, session)

        tools = Tools(tree=lambda: TREE, evaluate=evaluation(made, render), allowance=Allowance())
        return [one["metadata"]["name"] for one in generated(made, tools)], len(calls)


def clusters(number: int, **more: str) -> dict[str, Any]:
    return {"list": {"elements": [{"cluster": f"c{at}", **more} for at in range(number)]}}


def git(**values: str) -> dict[str, Any]:
    return {"git": {"repoURL": "a", "revision": "HEAD", "directories": [{"path": "apps/*"}], "values": values}}


def test_many_sets_of_the_first_generator_take_as_many_calls_of_helm_as_few() -> None:
    second = {"list": {"elements": [{"name": "{{ .cluster }}-a"}, {"name": "{{ .cluster }}-b"}]}}
    few, calls = names(clusters(2), second, "{{ .name }}")
    many, more = names(clusters(1_000), second, "{{ .name }}")
    assert few == ["c0-a", "c0-b", "c1-a", "c1-b"]
    assert many == [f"c{at}-{last}" for at in range(1_000) for last in "ab"]
    assert more == calls == 2


def test_an_empty_set_leaves_the_texts_of_the_second_generator_alone() -> None:
    first = {"list": {"elements": [{}, {"cluster": "c0"}]}}
    told, _ = names(first, {"list": {"elements": [{"name": "{{ .cluster }}"}]}}, "x{{ .name }}")
    assert told == ["x{{ .cluster }}", "xc0"]


def test_values_of_git_know_the_first_generator_or_else_their_own() -> None:
    second = git(both="{{ .cluster }}", own="{{ .path.basename }}")
    told, _ = names(clusters(2), second, "{{ .values.both }}-{{ .values.own }}")
    assert told == ["c0-api", "c0-web", "c1-api", "c1-web"]


def test_values_of_git_that_some_sets_lack_are_told_apart() -> None:
    first = {"list": {"elements": [{"cluster": "c0", "path": {"basename": "x"}}, {"cluster": "c1"}]}}
    told, _ = names(first, git(own="{{ .path.basename }}"), "{{ .cluster }}-{{ .values.own }}")
    assert told == ["c0-x", "c0-x", "c1-api", "c1-web"]


def test_values_of_git_that_all_sets_lack_take_no_calls_of_their_own() -> None:
    own = ("{{ .path.basename }}", "a{{- .path.basename | upper -}}", "{{ .path.segments }}")
    _, calls = names(clusters(3), git(**{f"v{at}": text for at, text in enumerate(own)}), "{{ .values.v0 }}")
    assert calls == 3 + 1


def test_what_takes_too_many_calls_of_helm_is_refused() -> None:
    with LazySession(helm_runtime(Settings.read(os.environ))) as session:
        evaluate = GoTemplates([], lambda files: rendered(files, session), most=2)
        assert evaluate([Text(template="{{ .a }}", params={"a": number}) for number in range(9)]) == list("012345678")
        with pytest.raises(RequestError, match="its templates take more than 2 calls of Helm"):
            evaluate([Text(template=f'{{{{ define "{one}" }}}}{{{{ end }}}}', params={}) for one in "ab"])

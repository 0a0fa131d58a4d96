"""What ApplicationSets make together is bounded in its parts, not in its Applications alone."""

from typing import Any

import pytest

from cmp.applicationset import names
from cmp.applicationset.generate import generated
from cmp.applicationset.model import Allowance, ApplicationSet, Tools, Tree, parts
from cmp.errors import RequestError

N = 1_000
ROOM = 60 * N
"""Parts that N small Applications do not need, and a product of N and N does, of the cheapest looks too."""
TREE = Tree(files=tuple(f"d/{at}/a.yaml" for at in range(N)), read=lambda _: "a: b", refuse_other=lambda _: None)
WIDE = {f"k{at}": "v" for at in range(N)}
NAMED = {"metadata": {"name": "web"}}


def elements(*one: dict[str, str]) -> dict[str, Any]:
    return {"list": {"elements": list(one) or [{"n": str(at)} for at in range(N)]}}


def git(**more: Any) -> dict[str, Any]:
    return {"git": {"repoURL": "a", **more}}


def made(generators: list[dict[str, Any]], template: dict[str, Any], allowance: Allowance, **spec: Any) -> int:
    """Return how many Applications an ApplicationSet makes."""
    one = ApplicationSet(name="all", namespace="", spec={"generators": generators, "template": template, **spec})
    evaluate = allowance.counted(names.evaluate)
    return len(generated(one, Tools(tree=lambda: TREE, evaluate=evaluate, allowance=allowance)))


PRODUCTS = {
    "a template of many labels": ([elements()], {"metadata": {"name": "a", "labels": WIDE}}, {}),
    "a template of many elements": ([elements()], {**NAMED, "spec": {"sources": [{}] * N}}, {}),
    "a template of a long text": ([elements()], {**NAMED, "spec": {"project": "a" * 50 * N}}, {}),
    "a long patch": ([elements()], NAMED, {"templatePatch": f"{{}} # {'a' * 50 * N}"}),
    "a matrix of wide sets": ([{"matrix": {"generators": [elements(WIDE), elements()]}}], NAMED, {}),
    "a long value in each": ([elements(*({"n": "v" * 50 * N} for _ in range(N)))], {"metadata": {"name": "{{n}}"}}, {}),
    "values of git": ([git(directories=[{"path": "d/*"}], values=WIDE)], NAMED, {}),
    "patterns of directories": ([git(directories=[{"path": f"d/{at}"} for at in range(N)])], NAMED, {}),
    "patterns of files": ([git(files=[{"path": f"d/{at}/*"} for at in range(N)])], NAMED, {}),
    "keys of a merge": (
        [{"merge": {"mergeKeys": ["n", *WIDE], "generators": [elements(), elements({"n": "0"})]}}],
        NAMED,
        {},
    ),
    "a selector": (
        [{**elements(), "selector": {"matchExpressions": [{"key": "n", "operator": "Exists"}] * N}}],
        NAMED,
        {},
    ),
}


@pytest.mark.parametrize(("generators", "template", "spec"), PRODUCTS.values(), ids=PRODUCTS)
def test_a_product_of_two_sizes_is_refused(
    generators: list[dict[str, Any]], template: dict[str, Any], spec: dict[str, Any]
) -> None:
    with pytest.raises(RequestError, match="make too much"):
        made(generators, template, Allowance(ROOM), **spec)


def test_many_small_sets_share_one_allowance() -> None:
    allowance = Allowance(ROOM)
    assert made([elements()], NAMED, allowance) == N
    assert made([elements()], NAMED, allowance) == N
    with pytest.raises(RequestError, match="make too much"):
        made([elements()], NAMED, allowance)


def test_a_long_text_counts_as_several_parts() -> None:
    assert parts({"a": ["b", {}], "c": 1}) == 7
    assert parts("a" * 500) == 11

"""Replacing the sources of an Application in its file."""

import pytest

from cmp import dialect
from cmp.convert.splice import with_source
from cmp.errors import RequestError

NEW = {"repoURL": "r", "plugin": {"name": "swell"}}
HEAD = "kind: Application # it\nspec:\n"
TAIL = "  # where to\n  destination: {server: s}\n  project: p\n"
BLOCKS = {
    "a mapping": "  source:\n    repoURL: r # a\n    helm:\n      values: |\n        a: 1\n\n",
    "a flow mapping": "  source: {repoURL: r,\n    helm: {}}\n",
    "a list": "  sources:\n  - repoURL: r\n    helm: {valueFiles: [a]}\n  - {repoURL: s, ref: a}\n",
    "an indented list": "  sources:\n    - repoURL: r\n      helm:\n        valueFiles:\n          - a\n",
    "both": "  source: {repoURL: r}\n  sources:\n  - repoURL: r\n",
    "a folded text": "  source:\n    helm:\n      values: >-\n        a: 1\n\n\n    path: a\n\n",
}


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("last", [False, True])
def test_the_source_is_replaced_and_all_else_stays(name: str, *, last: bool) -> None:
    parts = (HEAD, *((TAIL, BLOCKS[name]) if last else (BLOCKS[name], TAIL)))
    text = with_source("".join(parts), NEW, path="app.yaml")
    assert dialect.load(text)["spec"] == {"source": NEW, "destination": {"server": "s"}, "project": "p"}
    assert text.startswith(HEAD)
    assert TAIL in text


def test_the_indent_is_that_of_the_file() -> None:
    text = with_source("spec:\n      source:\n        path: a\n      project: b\n", NEW, path="app.yaml")
    assert text.startswith("spec:\n      source:\n        repoURL: r\n")


def test_json_is_refused() -> None:
    with pytest.raises(RequestError, match="written as JSON"):
        with_source('{"spec": {"source": {"path": "a"}}}', NEW, path="app.json")

"""Locks of a chart's dependencies."""

import json

import pytest

from cmp.chart.chart import Chart
from cmp.chart.lock import settled
from cmp.errors import SourceError

_CHART = """
apiVersion: v2
name: web
version: 1.0.0
dependencies: [{name: db, version: 1.0.0, repository: "https://example.com/charts"}]
"""


def chart(lock: str) -> Chart:
    return Chart(path="", shown="web", files={"Chart.yaml": _CHART.encode(), "Chart.lock": lock.encode()})


@pytest.mark.parametrize("listed", [1, "db", True, {"a": "b"}, [1], [None], [[]], [{"name": ["db"]}]])
@pytest.mark.parametrize("digest", [None, 1, ["sha256:0"], {"a": "b"}, "sha256:0"])
def test_a_lock_whose_words_have_other_types_is_one_of_other_dependencies(listed: object, digest: object) -> None:
    with pytest.raises(SourceError, match="asked for other dependencies"):
        settled(chart(json.dumps({"dependencies": listed, "digest": digest})))


@pytest.mark.parametrize("key", ["version", "repository", "condition", "tags", "enabled", "import-values", "alias"])
@pytest.mark.parametrize("text", ["1", "[1]", "[[]]", "{a: b}", "null", "1.5", "[{b: 1, a: [2]}]"])
def test_a_word_of_a_dependency_may_have_any_type(key: str, text: str) -> None:
    with pytest.raises(SourceError, match="asked for other dependencies"):
        settled(chart(f"dependencies: [{{name: db, {key}: {text}}}]"))

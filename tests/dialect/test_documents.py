"""Whole documents: keys, tags, anchors, merge keys and every style of text, as Go reads them."""

from typing import Any

import pytest
from go_yaml import probe, same, specs
from scribe import scribble
from yaml_documents import DOCUMENTS

from cmp import dialect


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_means_what_it_means_to_go(name: str) -> None:
    text, expected = DOCUMENTS[name]

    assert same(dialect.load(text), expected)


def test_go_agrees_on_each_of_these_documents() -> None:
    read = specs("".join(probe(text) for text, _ in DOCUMENTS.values()))

    assert [name for name, got in zip(DOCUMENTS, read, strict=True) if not same(got, DOCUMENTS[name][1])] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("# nothing\n", None),
        ("---\n", None),
        ("a: 1\n...\n", {"a": 1}),
        ("a: 1\n...\nb: [\n", {"a": 1}),
        ("%YAML 1.1\n---\na: 1\n", {"a": 1}),
        ("\ufeffa: 1\n", {"a": 1}),
        ("a: '\ufeff\ufeff'\n", {"a": "\ufeff\ufeff"}),
        ('\ufeffa: "don\\\'t"\n', {"a": "don't"}),
        ("a: 1\n---\nb: 2\n", {"a": 1}),
    ],
    ids=repr,
)
def test_only_the_first_document_counts(text: str, expected: Any) -> None:
    assert dialect.load(text) == expected


def test_a_document_that_go_reads_to_its_end_mark_is_read_alike() -> None:
    assert specs("\ufeff" + probe("a: 1\n").removeprefix("---\n") + "...\nb: [\n") == [{"a": 1}]


def test_1_000_random_documents_mean_what_they_mean_to_go_and_survive_being_written() -> None:
    texts = [scribble(seed) for seed in range(1_000)]
    read = [dialect.load(probe(text)) for text in texts]

    go = specs("".join(probe(text) for text in texts))
    go_after = {
        write: specs("".join(f"---\n{write(document)}\n" for document in read))
        for write in (dialect.dump, dialect.to_json)
    }

    assert [
        (text, ours["spec"], its)
        for text, ours, its in zip(texts, read, go, strict=True)
        if not same(ours["spec"], its)
    ] == []
    for write, after in go_after.items():
        assert [(write, text, a, b) for text, a, b in zip(texts, go, after, strict=True) if not same(a, b)] == []


def test_no_two_places_of_a_document_share_a_list() -> None:
    document = dialect.load("{a: &x [1], b: *x, c: {<<: &y {d: [2]}}, e: {<<: *y}}")

    document["a"].append(3)
    document["c"]["d"].append(4)

    assert document == {"a": [1, 3], "b": [1], "c": {"d": [2, 4]}, "e": {"d": [2]}}


def test_nodes_know_their_place_and_become_the_same_document() -> None:
    node = dialect.compose("a:\n  b: [1, 0o7]\n")

    assert node is not None
    assert node.value[0][1].start_mark.line == 1
    assert dialect.construct(node) == {"a": {"b": [1, 7]}}

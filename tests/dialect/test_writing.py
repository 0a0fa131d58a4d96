"""What Swell writes is what Go reads, whatever the texts hold."""

import copy
from random import Random
from typing import Any

import pytest
from go_yaml import same, specs

from cmp import dialect
from cmp.dialect.nodes import DEEPEST

SPECIAL = {
    "control characters": "\0\x01\x07\x08\x0b\x0c\r\x1b\x1f",
    "delete and its neighbours": "~\x7f\x80\x85\x9f\u00a0",
    "the breaks of Unicode": "a\u2028b\u2029c",
    "byte order marks": "\ufeffa\ufeff",
    "what is no character": "\ufffe\uffff\U0001ffff",
    "emoji": "😀👩‍👩‍👧",
    "quotes and backslashes": "\\\"'\\n\\u0041\\",
    "lines": "\n a\n\n  b \n",
    "what means something": "--- # *a &b !c | > % @ ` {} [] ? : -",
}
CHARACTERS = (
    *(chr(code) for code in range(0x180)),
    *"\u2028\u2029\ufeff\ufffd\ufffe\uffff\ud7ff\ue000\u0661😀\U0001fffe\U0010ffff",
    *" \n\t:#-?,[]{}&*!|>'\"%@`\\/~<=" * 8,
    *"abc012e." * 5,
)
WORDS = "---|...|<<|=|y|null|1e3|0o7|1_0|-|?|&|*|!|%|- a|a: b| # c|\n\n|  x|x  |\tx"


@pytest.mark.parametrize("name", SPECIAL)
def test_json_is_one_line_without_controls(name: str) -> None:
    written = dialect.to_json({"text": SPECIAL[name]})

    assert written.splitlines() == [written]
    assert not any(char in written for char in "\x7f\x80\x9f\ufeff\ufffe\uffff")


def test_go_reads_special_texts_as_values_and_as_keys_in_either_form() -> None:
    documents = [{"spec": {text: [text]}} for text in SPECIAL.values()]

    assert _through_go(documents, dialect.to_json) == documents
    assert _through_go(documents, dialect.dump) == documents


def test_1_500_random_documents_come_back_from_go_and_from_ourselves() -> None:
    random = Random(4)  # noqa: S311
    documents = [{"spec": _value(random, 0)} for _ in range(1_500)]

    for write in (dialect.to_json, dialect.dump):
        read = _through_go(documents, write)
        assert [(a, b) for a, b in zip(documents, read, strict=True) if not same(a, b)] == []
        assert [document for document in documents if dialect.load(write(document)) != document] == []


def test_yaml_for_people_is_plain_block_style_in_the_order_of_the_keys() -> None:
    shared = ["x"]
    document = {"z": {"b": 1, "a": None}, "list": shared, "again": shared, "hash": "25921e05", "n": 10**20, "é": " "}

    assert dialect.dump(document) == (
        "z:\n  b: 1\n  a: null\nlist:\n- x\nagain:\n- x\nhash: '25921e05'\n'n': 100000000000000000000\né: ' '\n"
    )


def test_a_document_as_deep_as_may_be_can_be_written_copied_and_read() -> None:
    document: Any = "x"
    for level in range(DEEPEST):
        document = [document] if level % 2 else {"a": document}

    assert dialect.load(dialect.to_json(document)) == document
    assert dialect.load(dialect.dump(document)) == copy.deepcopy(document)


def _through_go(documents: list[Any], write: Any) -> list[Any]:
    head = {"apiVersion": "swell/v1", "kind": "Probe", "metadata": {"name": "probe"}}
    stream = "".join(f"---\n{write(head | document)}\n" for document in documents)
    return [{"spec": spec} for spec in specs(stream)]


def _value(random: Random, depth: int) -> Any:
    kind = random.random()
    if depth < 4 and kind < 0.25:
        return {_text(random): _value(random, depth + 1) for _ in range(random.randrange(5))}
    if depth < 4 and kind < 0.45:
        return [_value(random, depth + 1) for _ in range(random.randrange(5))]
    if kind < 0.8:
        return _text(random)
    return random.choice(
        [
            True,
            False,
            None,
            random.randint(-(2**63), 2**64),
            random.randrange(100),
            random.random() * 10.0 ** random.randint(-300, 15),
        ]
    )


def _text(random: Random) -> str:
    if random.random() < 0.3:
        return "".join(random.choices(WORDS.split("|"), k=2))
    return "".join(random.choices(CHARACTERS, k=random.randrange(12)))

"""What Go refuses is refused, in one sentence with a line; what would hurt is stopped early."""

import re

import pytest
from go_yaml import RefusedError, probe, same, specs

from cmp import dialect

BOMB = "a: &a [1,2,3,4,5,6,7,8,9]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
REFUSED = {
    "no YAML": ("a: 1\nb: [", 3),
    "a tab as indent": ("a:\n\t- b", 2),
    "a sign that begins nothing": ("a: 1\nb: @c", 2),
    "NUL": ("a: 1\nb: \0", 2),
    "a control character": ("a: 1\n\nb: 'é\x01'", 3),
    "delete": ("a: \x7f", 1),
    "infinity": ("a: 1\nb: .inf", 2),
    "negative infinity": ("a: [1,\n-.Inf]", 2),
    "NaN": ("a: .nan", 1),
    "infinity by tag": ("a: !!float .inf", 1),
    "null as a key": ("a: 1\n~: 2", 2),
    "nothing as a key": ("a: 1\n: 2", 2),
    "an unsigned number as a key": ("18446744073709551615: 1", 1),
    "a list as a key": ("? [a]\n: 1", 1),
    "a mapping as a key": ("{a: 1}: 2", 1),
    "an alias without an anchor": ("a: 1\nb: *c", 2),
    "an alias before its anchor": ("a: *b\nb: &b 1", 1),
    "a list that contains itself": ("a: 1\nb: &b [*b]", 2),
    "a mapping that contains itself": ("a: &a\n  b: *a", 2),
    "a mapping that merges itself": ("a: &a\n  <<: *a", 2),
    "merging a number": ("a: {<<: 1}", 1),
    "merging nothing": ("a: {<<: }", 1),
    "merging a list by alias": ("a: &a [{b: 1}]\nc:\n  <<: *a", 3),
    "merging a list of numbers": ("a: {<<: [{b: 1}, 1]}", 1),
    "no integer, says its tag": ("a: !!int x", 1),
    "a float as an integer": ("a: !!int 1.5", 1),
    "no float, says its tag": ("a: !!float x", 1),
    "a float by tag that is too large": ("a: !!float 18446744073709551615", 1),
    "no boolean, says its tag": ("a: !!bool 1", 1),
    "a text as null": ("a: !!null x", 1),
    "no base64, says its tag": ("a: !!binary a", 1),
    "base64 with a blank": ('a: !!binary "aG k="', 1),
    "an unknown escape": ('a: 1\nb: "\\q"', 2),
    "an escaped apostrophe behind single quotes": ("- 'a\n- \\'\\'b'", 2),
    "an escape of JSON": ('a: 1\nb: "\\/"', 2),
    "an escape of JSON behind another one": ('a: "\\\\\\/"', 1),
    "an escape of JSON with a tag and an anchor": ('a: !!str &b "\\/"', 1),
    "an escape of JSON in a key": ('"a\\/b": 1', 1),
    "an escape of JSON in a flow": ('{"a": ["b", "c\\/d"]}', 1),
    "an escape of JSON in a text of two lines": ('a: "b\n  c\\/d"', 1),
    "a question mark in a word in brackets": ("a: 1\nb: [c?d]", 2),
    "a question mark in a key in brackets": ("{a? : b}", 1),
    "a question mark of an address in brackets": ("a: {b: https://example.com/?c=d}", 1),
    "a question mark in brackets behind other letters": ("é: 😀?\na: [b, {c: d?e}]", 2),
    "a question mark behind a blank in brackets": ("a: [b\n ? c]", 1),
    "half a character as an escape": ('a: "\\ud83d\\ude00"', 1),
    "a key longer than a thousand characters": (f"{'k' * 1100}: 1", 1),
    "aliases that unfold without end": (BOMB, 4),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_go_refuses_is_refused_in_one_sentence_with_its_line(name: str) -> None:
    text, line = REFUSED[name]

    with pytest.raises(dialect.YamlError) as refused:
        dialect.load(text)

    assert refused.value.line == line
    assert re.fullmatch("not YAML(?: to Kubernetes)?: [^\n]+", str(refused.value))
    with pytest.raises(RefusedError):
        specs(probe(text))


@pytest.mark.parametrize("open_", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_a_hundred_thousand_levels_are_refused_at_once(open_: str) -> None:
    with pytest.raises(dialect.YamlError, match="nested over 250 levels deep"):
        dialect.load(open_ * 100_000)


def test_levels_may_not_come_from_aliases_either() -> None:
    chain = "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 290))

    with pytest.raises(dialect.YamlError, match="nested over 250 levels deep"):
        dialect.load(f"a0: &a0 [1]\n{chain}pad: [{'1, ' * 2000}]")


def test_a_version_of_yaml_that_go_does_not_read_is_refused() -> None:
    with pytest.raises(dialect.YamlError, match=r"Go reads YAML 1\.1 alone"):
        dialect.load("%YAML 1.2\n---\na: 1\n")


def test_half_a_character_is_refused() -> None:
    with pytest.raises(dialect.YamlError, match="half a character") as refused:
        dialect.load("a:\nb: \ud83d")

    assert refused.value.line == 2


@pytest.mark.parametrize("copies", [99, 100, 101, 300, 3_000])
@pytest.mark.parametrize("size", [1, 10, 1_000])
def test_aliases_may_unfold_into_as_much_as_go_lets_them(copies: int, size: int) -> None:
    text = f"a: &a [{'x,' * size}]\nb: [{'*a,' * copies}]\n"

    try:
        go = specs(probe(text))
    except RefusedError:
        with pytest.raises(dialect.YamlError, match="unfold into too much"):
            dialect.load(text)
    else:
        assert same(dialect.load(text), go[0])


@pytest.mark.parametrize(
    "text",
    ["a: [b:]", "a: 1\n\ufeffb: 2", "\ufeff\ufeffa: 1", "[" * 300 + "]" * 300, 'a: "' + "\\'" * 101 + '"'],
    ids=[
        "a colon before a bracket",
        "a byte order mark amid the text",
        "two of them",
        "300 levels",
        "101 escaped apostrophes",
    ],
)
def test_what_go_alone_can_read_is_refused_and_not_misread(text: str) -> None:
    with pytest.raises(dialect.YamlError):
        dialect.load(text)


@pytest.mark.parametrize(
    "text",
    [
        *('1: a\n"1": b', '"true": a\nyes: b', "1: a\n1.0: b", ".nan: a\n.NaN: b", "1.00000001: a\n1.00000002: b"),
        *("!!binary /w==: a\n!!binary /g==: b", "!!binary /w==: a\n\ufffd: b", "\ufffd: a\n!!binary /w==: b"),
        *('a: &a {1: a}\nb: {"1": b, <<: *a}', 'a: &a {1: a}\nb: {<<: *a, "1": b}', '{a: {<<: [{1: a}, {"1": b}]}}'),
    ],
)
def test_two_keys_that_are_one_as_text_are_refused_since_go_takes_either(text: str) -> None:
    with pytest.raises(dialect.YamlError, match="of which Go takes either"):
        dialect.load(text)


@pytest.mark.parametrize(
    "text",
    [
        "!!binary YQ==: a\na: b",
        "!!binary /w==: a\n!!binary /w==: b",
        "1: a\n+1: b",
        '"1": a\n!own 1: b',
        "0x1: a\n<<: {1: b}",
        "on: a\ntrue: b",
    ],
)
def test_of_keys_that_are_one_to_go_the_last_counts(text: str) -> None:
    assert dialect.load(text) == specs(probe(text))[0]


def test_directives_that_libyaml_would_compare_with_each_other_are_bounded() -> None:
    many = "".join(f"%TAG !{number}! b\n" for number in range(100_000))
    with pytest.raises(dialect.YamlError, match=r"^not YAML to Kubernetes: over 50 %TAG directives$"):
        dialect.load(f"{many}---\na: 1")
    assert dialect.load("%TAG !a! b\n---\na: '" + "%TAG " * 60 + "'") == {"a": "%TAG " * 60}

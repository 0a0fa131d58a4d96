"""YAML that is parsed and not kept."""

from collections.abc import Iterator

import pytest

from cmp.dialect import YamlError, parse_through


def _chunks(text: bytes) -> Iterator[bytes]:
    return (text[at : at + 4096] for at in range(0, len(text), 4096))


@pytest.mark.parametrize("sign", [b"[", b"{a: ", b"[\n"])
def test_what_is_nested_deep_is_refused_before_libyaml_looks_at_all_of_it(sign: bytes) -> None:
    seen: list[bytes] = []
    with pytest.raises(YamlError, match="nested over 10000 levels deep"):
        parse_through(_chunks(b"a: " + sign * 100_000), seen.append)
    assert len(b"".join(seen)) < 11_000 * len(sign)


def test_brackets_that_are_closed_are_not_deep() -> None:
    seen: list[bytes] = []
    text = b"a:\n" + b"- [{b: c}]\n" * 20_000
    parse_through(_chunks(text), seen.append)
    assert b"".join(seen) == text

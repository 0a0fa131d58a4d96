"""The length of the annotation in which a client-side apply stores an object."""

from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from cmp.manifests.split import split
from cmp.transform.last_applied import LIMIT, Lengths, stored, too_long

_STREAMS = sorted(Path(__file__).parent.parent.glob("golden/[!e]*/stream.yaml"))
_WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["yes", "a: b", "# no comment", "it's", 'say "so"', "C:\\dir", "- a", "a\nb:\n", "<&>", "1e3", "  "]
    ),
)
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), _WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_WORDS.filter(bool), inner, max_size=4)),
)


def _within(text: str) -> None:
    for manifest in split(text, namespace="shop"):
        told = Lengths(manifest.text.encode())
        assert told.bare <= told.worded <= stored(manifest)
        assert told.least <= stored(manifest) <= told.most


@pytest.mark.parametrize("stream", _STREAMS, ids=lambda one: one.parent.name)
def test_the_stored_object_lies_within_the_bounds(stream: Path) -> None:
    _within(stream.read_text())


@given(
    _VALUES,
    st.sampled_from([None, '"', "'", "|", ">"]),
    st.sampled_from([{"default_flow_style": flow} for flow in (True, False, None)]),
)
def test_the_stored_object_lies_within_the_bounds_however_it_is_written(
    value: object, style: str | None, flow: dict[str, bool | None]
) -> None:
    written = yaml.safe_dump(value, default_style=style, allow_unicode=True, **flow)
    assume("!!" not in written)  # a document with tags is parsed
    body = "".join(f"  {line}\n" for line in written.removesuffix("...\n").splitlines())
    _within(f"apiVersion: v1\nkind: Thing\nmetadata: {{name: a}} # a comment\nspec:\n{body}")


@pytest.mark.parametrize(("lines", "long"), [(5_400, False), (5_700, True)])
def test_the_blanks_of_an_indented_script_count(lines: int, long: bool) -> None:  # noqa: FBT001
    script = "".join(f"{' ' * 44}x{number:04}\n" for number in range(lines))
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n    first\n"
    (manifest,) = split(head + script, namespace="shop")
    assert (stored(manifest) > LIMIT) is long
    assert too_long(manifest) is long


def test_what_an_anchor_repeats_counts() -> None:
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n"
    (manifest,) = split(f"{head}  a: &text {'x' * 140_000}\n  b: *text\n", namespace="shop")
    assert too_long(manifest)

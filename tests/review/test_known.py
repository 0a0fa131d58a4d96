"""Known texts are taken out of others, in steps that grow with their number."""

import cProfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmp.review.known import Known

WORDS = st.text("ab-", min_size=1, max_size=9)


@given(known=st.lists(WORDS, max_size=5), value=st.text("ab-", max_size=30))
def test_all_that_is_known_is_gone_and_the_longest_goes_first(known: list[str], value: str) -> None:
    expected = value
    for text in sorted(set(known), key=lambda text: (-len(text), text)):
        expected = expected.replace(text, "(hidden)")
    told = Known(known).without(value)
    assert told == expected
    assert not any(text in told.replace("(hidden)", "|") for text in known)


@pytest.mark.parametrize("whole", [True, False])
def test_looking_for_many_in_much_takes_steps_that_grow_with_both(*, whole: bool) -> None:
    def calls(size: int) -> int:
        known = Known(f"{number:06}-secret" for number in range(size))
        words = ["word " * size] if whole else ["a few words"] * (size // 10)
        profile = cProfile.Profile()
        profile.runcall(lambda: [known.without(value) for value in words])
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(16_000) < 20 * calls(1_000)


def test_a_text_that_takes_too_long_to_look_through_is_hidden_as_a_whole() -> None:
    known = Known(f"alike-{number}" for number in range(20_000))
    assert known.without("it is alike-7 to others") == "it is (hidden) to others"
    assert known.without("alike- " * 20_000) == "(hidden)"

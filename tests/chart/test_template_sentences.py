"""A sentence of a template is known again, whatever is put into its gaps, and nothing else is."""

import pytest

from cmp.chart.template_sentences import Sentences

_CONSTANTS = [
    '"set the tag"',
    '"%s is not known to %-10.3q"',
    "`two\nlines %d here`",
    r'"say \"it\" at\n100%% now"',
    '"%s%s"',
    '"word"',
]
_TEXTS = ["  The key \0 needs a value\n\0: \0\npassword: \0\n"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("set the tag", "set the tag"),
        ("a b is not known to c", "- is not known to -"),
        ("lines 4711 here", "lines - here"),
        ('say "it" at', 'say "it" at'),
        ("The key x: y needs a value", "The key - needs a value"),
        ("set the tag hunter2", ""),
        ("hunter2 set the tag", ""),
        ("hunter2", ""),
        ("word", ""),
        ("password: hunter2", ""),
        ("lines  here", "lines - here"),
        ("lines here", ""),
        ("a: b", ""),
        ("", ""),
    ],
)
def test_it_is_the_whole_line(line: str, told: str) -> None:
    assert Sentences(_CONSTANTS, _TEXTS).match(line, "-") == told


def test_a_line_that_fits_nowhere_is_compared_once_with_each_sentence() -> None:
    many = Sentences([f'"{"%s a " * 50}b c"'], [])

    assert many.match("a " * 50_000, "-") == ""

"""What does not fit a type is told with its place, whatever a user's text looks like."""

import pytest

from cmp.config.spec import SwellFile
from cmp.errors import ConfigError
from cmp.typed.parse import parsed

_PLACES = ("$", "$.rules[5]", "$.rules[0].match", "$[...]", "$.rules[...]", "$.apiVersion[0]")


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('? "TEXT"\n: 1\n', "swell.yaml:2"),
        ('helm: {version: "TEXT"}', "swell.yaml:2"),
        ('rules: [{"TEXT": 1}]', "swell.yaml:2"),
        ('sources: {"TEXT": {git: 1}}', "swell.yaml:2"),
    ],
)
def test_a_text_that_looks_like_a_place_is_none(text: str, where: str, place: str) -> None:
    with pytest.raises(ConfigError) as told:
        parsed(f"apiVersion: swell/v1\n{text.replace('TEXT', f'a - at `{place}')}", SwellFile, shown="swell.yaml")
    assert told.value.where in (where, "swell.yaml:1")


def test_the_entry_that_does_not_fit_is_found_among_others() -> None:
    entries = "".join(f"  s{number}: {{git: a, revision: b}}\n" for number in range(20))
    for bad in (0, 7, 20):
        lines = entries.splitlines(keepends=True)
        lines.insert(bad, "  bad: {git: 1}\n")
        with pytest.raises(ConfigError, match=r"sources\.bad\.git: must be text") as told:
            parsed(f"apiVersion: swell/v1\nsources:\n{''.join(lines)}", SwellFile, shown="swell.yaml")
        assert told.value.where == f"swell.yaml:{bad + 3}"

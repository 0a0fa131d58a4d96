"""Which objects a match of the configuration fits."""

from random import Random

import pytest

from cmp.config.spec_rules import Match
from cmp.errors import ConfigError
from cmp.manifests.split import split
from cmp.model import Manifest
from cmp.objects import match as matches
from cmp.objects.match import MatchIndex, matcher

_KINDS, _NAMES, _LABELS = ("Job", "Secret", "Widget"), ("a", "ab", "[a]", "b-*"), ("x", "z", "x z")
_GLOBS = ("*", "a*", "?", "[ab]", "[!a]*", "a", "ab", "Job", "Secret", "[[]a]", "x", "*z", "")


def objects() -> list[Manifest]:
    return [
        split(
            f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: '{name}', namespace: web, labels: {{app: {label}}}}}\n",
            namespace="web",
        )[0]
        for kind in _KINDS
        for name in _NAMES
        for label in _LABELS
    ]


def made(random: Random) -> Match:
    def globs() -> str | list[str] | None:
        return random.choice([None, random.choice(_GLOBS), random.choices(_GLOBS, k=random.randint(0, 3))])

    labels = {"app": said} if random.random() < 0.4 and (said := globs()) is not None else {}
    return Match(kind=globs(), name=globs(), namespace=random.choice([None, "web", "w*"]), labels=labels)


@pytest.mark.parametrize("seed", range(60))
def test_an_index_of_many_matches_finds_those_that_fit_one_by_one(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    many = [random.choice([made(random), [made(random), made(random)], None]) for _ in range(12)]
    index = MatchIndex(many)
    for manifest in objects():
        assert index.fitting(manifest) == [number for number, one in enumerate(many) if matcher(one)(manifest)]


def test_a_match_of_many_wildcards_is_bounded_and_one_of_many_names_is_not() -> None:
    (manifest, *_) = objects()
    MatchIndex([Match(name=[f"n{number}" for number in range(matches.MOST + 1)])]).fitting(manifest)
    with pytest.raises(ConfigError, match=f"more than {matches.MOST} times"):
        MatchIndex([Match(name=["*a*"] * (matches.MOST + 1))]).fitting(manifest)


def test_a_name_of_many_brackets_is_compared_at_once() -> None:
    assert not matcher(Match(name="[" * 2000))(objects()[0])

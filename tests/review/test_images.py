"""How far the tag of an image moves."""

import pytest
from reviews import deployment, reviewed

from cmp.review.images import parts, step

DIGEST = "@sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a:1.2.3", "a:1.2.4", "patch"),
        ("a:1.2.3", "a:1.3.0", "minor"),
        ("a:v1.2", "a:v2.0", "major"),
        ("a:1.2.3", "a:1.2.2", "down"),
        ("a:2.0.0", "a:1.9.9", "down"),
        ("a:1.2.3-alpine", "a:1.2.3-debian", "tag"),
        ("a:main", "a:1.0.0", "tag"),
        ("a", "a:latest", ""),
        ("a:1", "b:1", "repository"),
        ("r:5000/a:1", "r:5000/a:2", "major"),
        ("r:5000/a", "r:5000/a:1", "tag"),
        (f"a:1{DIGEST}", f"a:1{DIGEST[:-1]}b", "digest"),
        (f"a{DIGEST}", f"a{DIGEST[:-1]}b", "digest"),
        ("", "a:1", "added"),
        (f"a:{'1' * 5_000}", f"a:{'2' * 5_000}", "tag"),
    ],
)
def test_the_move_of_a_tag_is_named(old: str, new: str, expected: str) -> None:
    assert step(old, new) == expected


def test_a_port_is_no_tag() -> None:
    assert parts("r:5000/a") == ("r:5000/a", "latest", "")
    assert parts(f"r:5000/a:1{DIGEST}") == ("r:5000/a", "1", DIGEST[1:])


def test_images_of_containers_are_listed_and_unchanged_ones_are_not() -> None:
    pod = ", initContainers: [{name: first, image: 'init:%s'}]"
    found = reviewed(deployment(pod=pod % 1), deployment(pod=pod % 2))
    assert [(one.container, one.old, one.new, one.step) for one in found.images] == [
        ("first", "init:1", "init:2", "major")
    ]

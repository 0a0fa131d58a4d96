"""What the API server stores of quantities and templates."""

from decimal import Decimal

import pytest

from cmp.review.stored import claim, pod_template, quantity, settled


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1Gi", 2**30), ("1024Mi", 2**30), ("1G", 10**9), ("1.5Gi", 1610612736), ("500m", Decimal("0.5")), (2, 2),
        ("1e3", 1000), ("1E3", 1000), ("1E", 10**18), ("a", None), ("", None), (None, None), (True, None), ("1Xi", None)
    ],
)  # fmt: skip
def test_quantities_are_read(text: object, number: object) -> None:
    assert quantity(text) == number


def test_what_means_nothing_is_left_out_and_a_pointer_is_not() -> None:
    assert settled({"a": None, "b": [], "c": {}, "d": {"e": {}}, "emptyDir": {}, "f": 0}) == {"emptyDir": {}, "f": 0}


@pytest.mark.parametrize("odd", [None, 1, "a", [], {"spec": 1}, {"spec": {"containers": [1], "volumes": "a"}}])
def test_odd_documents_are_no_bug(odd: object) -> None:
    assert isinstance(pod_template(odd), dict)
    assert isinstance(claim(odd), dict)


def test_a_tag_decides_how_an_image_is_pulled() -> None:
    def policy(image: str) -> object:
        return pod_template({"spec": {"containers": [{"image": image}]}})["spec"]["containers"][0]["imagePullPolicy"]

    assert [policy(image) for image in ("a", "a:latest", "r:5000/a", "a:1", "r:5000/a:1", "a@sha256:b")] == [
        *["Always"] * 3,
        *["IfNotPresent"] * 3,
    ]

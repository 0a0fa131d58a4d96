"""The containers of pods."""

from typing import Any

from edge_objects import runs, stream

from cmp.objects.pods import Pod, pods


class Counted(dict[str, Any]):
    """A container that counts how often one is compared with another."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        """Count, and compare."""
        Counted.compared += 1
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]


def pod(spec: dict[str, Any]) -> Pod:
    (made,) = stream([runs("Deployment/web")])
    (found,) = pods(made)
    return found.replace(spec=spec)


def test_containers_are_told_apart_without_comparing_each_with_all_others() -> None:
    first, beside = ([Counted(name=f"{sort}{number}") for number in range(50)] for sort in ("a", "b"))
    for one in beside:
        one["restartPolicy"] = "Always"
    found = pod({"initContainers": [*first, *beside], "containers": [Counted(name="main")]})
    assert found.first == first
    Counted.compared = 0
    assert (len(found.sidecars), len(found.first)) == (50, 50)
    assert [found.is_first(one) for one in (first[0], beside[0], found.main[0])] == [True, False, False]
    assert [found.is_init(one) for one in (first[0], beside[0], found.main[0])] == [True, True, False]
    assert Counted.compared == 0

"""Waiting for descriptors of whatever number: `select` takes none above 1,023, and a render may open more files."""

import select

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 1_000_000  # seconds


def ready(descriptors: "Iterable[int]", seconds: float) -> list[int]:
    """Return the descriptors that can be read, or have ended, as soon as there are some; none after so many seconds."""
    waiting = select.poll()
    for descriptor in descriptors:
        waiting.register(descriptor, select.POLLIN)
    return [descriptor for descriptor, _ in waiting.poll(min(seconds, _LONGEST) * 1000)]

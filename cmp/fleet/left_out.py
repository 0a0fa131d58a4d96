"""Words for the Applications that an environment leaves out."""

from collections import Counter
from collections.abc import Sequence

from cmp.text import count


def left_out(environment: str, named: Sequence[str]) -> str:
    """Return how many Applications `-e` leaves out, by the environments that they name, "" for none."""
    return f"-e {environment} leaves out {count(len(named), 'Application')}: {environments(named)}"


def environments(named: Sequence[str]) -> str:
    """Return how many Applications name each environment."""
    times = Counter(named)
    return ", ".join(f"{times[one]} {f'of {one}' if one else 'without an environment'}" for one in sorted(times)[::-1])

"""The functions of Helm's templates that return something else each time, or may, and where an action calls one.

Those are the functions of `cmp.chart.volatile`, those that read the clock for what is no time, those that ask a cluster
or a name server, and `keys` and `values`, which return the keys of a map in any order unless `sortAlpha` follows.
"""

import re
from collections.abc import Iterator

from cmp.chart.actions import STRING
from cmp.chart.volatile import FUNCTIONS

_MORE = (
    *("ago", "date", "date_in_zone", "dateInZone", "htmlDate", "htmlDateInZone", "durationRound"),
    *("lookup", "getHostByName", "keys", "values"),
)
_VARYING = re.compile(rf"(?<![\w.$])(?:{FUNCTIONS}|{'|'.join(_MORE)})(?!\w)")
_SORTED = re.compile(
    r"""(?:
        (?<![\w.$]) (keys|values) \s [^|()\0]{0,200}
      | (?:\A|\0|[(=]|\brange) [-\s]{0,9} \( \s{0,9} (keys|values) \s [^|()\0]{0,200} \)
    ) \s{0,9} \| \s{0,9} sortAlpha (?!\w)""",
    re.VERBOSE,
)
"""Keys that are sorted at once, with or without parentheses around them; a list that holds such a list is not."""


def calls(text: str) -> Iterator[tuple[int, int]]:
    """Yield where actions call such a function; several are divided by NUL."""
    bare = STRING.sub(lambda found: " " * len(found[0]), text)
    ordered = {found.start(found.lastindex or 0) for found in _SORTED.finditer(bare)}
    yield from (found.span() for found in _VARYING.finditer(bare) if found.start() not in ordered)


def names_varying(text: str) -> bool:
    """Tell whether a text names such a function anywhere, in strings too."""
    return bool(_VARYING.search(text))

"""How many characters a line may have on a stream."""

import os
from typing import TextIO

from cmp.report.wrap import COLUMNS

_NARROWEST, _WIDEST = 60, 160  # characters; of a longer line the next one is hard to find


def columns(stream: TextIO) -> int:
    """Return how many characters a line has on a stream."""
    try:
        return min(max(os.get_terminal_size(stream.fileno()).columns or COLUMNS, _NARROWEST), _WIDEST)
    except OSError:  # a pipe or a file
        return COLUMNS

"""Aligned columns for a terminal; the last column wraps."""

from collections.abc import Sequence

WIDTH = 140
_LEAST = 40  # characters of the last column, however long the names before it are
_GAP = "  "


def aligned(rows: Sequence[Sequence[str]], *, right: int | None = None) -> list[str]:
    """Return the lines of rows, with cells padded to their column's width; the column `right` is aligned right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        _GAP.join(
            cell.rjust(width) if index == right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in _wrapped(rows, widths)
    ]


def _wrapped(rows: Sequence[Sequence[str]], widths: list[int]) -> list[Sequence[str]]:
    """Return rows whose last cell is wrapped to the width that the other columns leave."""
    room = max(_LEAST, WIDTH - sum(widths[:-1]) - len(_GAP) * (len(widths) - 1))
    if widths[-1] <= room:
        return list(rows)
    import textwrap

    widths[-1] = room
    result: list[Sequence[str]] = []
    for *others, last in rows:
        first, *more = textwrap.wrap(last, room, break_on_hyphens=False, break_long_words=False) or [""]
        result += [(*others, first), *((*([""] * len(others)), line) for line in more)]
    return result

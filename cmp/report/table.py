"""Aligned columns for a terminal: what has no room stands below, the last column wraps, and no name is cut."""

from collections.abc import Iterator, Sequence

from cmp.report.wrap import PAGE, wrapped

_LEAST = 24  # characters in which the last column is wrapped
_WIDEST = 44  # characters of any other column; a longer cell sticks out
_GAP = "  "
_BELOW, _DEEPEST = 8, 16  # characters before what stands below: under the second column, where that begins early

_Band = list[tuple[int, int]]  # the columns of one line: the number of each, and its width


def aligned(rows: Sequence[Sequence[str]], *, right: int | None = None, indent: str = "") -> list[str]:
    """Return the lines of rows, with cells padded to their column's width; the column `right` is aligned right.

    `indent` stands before each line. Line ends within a cell count as spaces.
    """
    rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
    widths = [max(map(len, cells), default=0) for cells in zip(*rows, strict=True)]
    under = widths[0] + 2 * len(_GAP) if widths else 0
    below = " " * (under if under <= _DEEPEST else _BELOW)
    bands = _bands(widths, PAGE.get() - len(indent), len(below))
    return [
        line
        for row in rows
        for number, band in enumerate(bands)
        for line in _lines(row, band, right, indent + (below if number else ""), below)
    ]


def _bands(widths: Sequence[int], room: int, below: int) -> list[_Band]:
    """Return the columns as they share lines."""
    bands: list[_Band] = [[]]
    used = 0
    for index, width in enumerate(widths):
        last = index == len(widths) - 1
        if bands[-1] and used + min(width, _LEAST if last else _WIDEST) > room:
            bands.append([])
            used = below
        bands[-1].append((index, width if last else min(width, _WIDEST)))
        used += bands[-1][-1][1] + len(_GAP)
    return bands


def _lines(row: Sequence[str], band: _Band, right: int | None, indent: str, below: str) -> Iterator[str]:
    """Yield the lines of some columns of a row; what has no room beside a cell that sticks out stands below it."""
    line = start = indent
    for index, width in band:
        cell = row[index]
        if index == len(row) - 1:
            narrow = max(map(len, cell.split()), default=0) > PAGE.get() - len(start)
            yield from _with_last(line, cell, indent + below if narrow else start)
            return
        if cell and line.strip() and len(line) + len(cell) > PAGE.get():
            yield line.rstrip()
            line = start
        line += (cell.rjust(width) if index == right else cell.ljust(width)) + _GAP
        start += " " * width + _GAP
    if line.strip():
        yield line.rstrip()


def _with_last(line: str, cell: str, start: str) -> Iterator[str]:
    """Yield a line with its last cell, which wraps from `start` on."""
    if len(line) + len(cell) <= PAGE.get():
        if text := (line + cell).rstrip():
            yield text
        return
    first, *more = wrapped(cell, start, "")
    if len(line) != len(start):
        yield from filter(None, [line.rstrip()])
    else:
        first = line[: len(start)] + first[len(start) :]
    yield from (first, *more)

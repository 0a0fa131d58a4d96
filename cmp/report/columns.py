"""Text for a terminal: aligned columns, and names that can be pasted into a shell."""

from collections.abc import Sequence

from cmp.model import Ref


def aligned(rows: Sequence[Sequence[str]], *, right: int | None = None) -> list[str]:
    """Return a line a row, with cells padded to their column; the column `right` is flush right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if index == right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def named(refs: Sequence[Ref]) -> str:
    """Return objects of one kind as `Kind/name`, several with what differs in braces: `Deployment/web-{api,jobs}`."""
    names = [ref.name for ref in refs]
    if len(names) == 1:
        return f"{refs[0].kind}/{names[0]}"
    prefix = _common("-", names)
    return f"{refs[0].kind}/{prefix}{{{','.join(name.removeprefix(prefix) for name in names)}}}"


def _common(separator: str, names: Sequence[str]) -> str:
    """Return the parts that all names begin with, the last part of none among them."""
    parts = [name.split(separator)[:-1] for name in names]
    shared = 0
    while all(len(own) > shared and own[shared] == parts[0][shared] for own in parts):
        shared += 1
    return "".join(part + separator for part in parts[0][:shared])

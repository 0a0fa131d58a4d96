"""A file that every chart may have, of a chart and of each chart below it in charts/, in the bytes that lie there."""

import os
import tarfile
from collections.abc import Iterator

from cmp.errors import SourceError
from cmp.system.files import MAX_BYTES, is_file, is_folder

_FILE, _BELOW = "values.yaml", "charts"


def values_files(chart: str, *, file: str = _FILE, below: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield each values.yaml as its path below the chart and its content; of archives in archives nothing.

    `below` is the folder of a chart below the one in the folder `chart`; `file` is another name that is looked for.
    What is larger than Swell reads is left out.

    Raises:
        SourceError: a file can't be read.
    """
    path, shown = os.path.join(chart, below, file), os.path.join(below, file)
    try:
        if is_file(path) and os.path.getsize(path) <= MAX_BYTES:
            with open(path, "rb") as content:
                yield shown, content.read()
        folder = os.path.join(chart, below, _BELOW)
        entries = sorted(os.listdir(folder)) if is_folder(folder) else []
    except OSError as problem:
        raise SourceError(
            f"can't read {shown}: {problem.strerror}", fix="correct its name, or let the user of this process read it"
        ) from None
    for entry in entries:
        inner = os.path.join(below, _BELOW, entry)
        if entry[0] in "._":
            continue  # as Helm does
        if entry.endswith(".tgz"):
            yield from _packed(os.path.join(chart, inner), file, shown=inner)
        elif not os.path.islink(os.path.join(chart, inner)):  # a link may lead back
            yield from values_files(chart, file=file, below=inner)


def _packed(path: str, name: str, *, shown: str) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                if _is_of_a_chart(member.name.split("/"), name) and member.isfile() and member.size <= MAX_BYTES:
                    file = archive.extractfile(member)
                    yield os.path.join(shown, member.name), file.read() if file else b""
    except (OSError, tarfile.TarError, EOFError):
        raise SourceError(
            f"can't read {shown}", fix="correct its name, or let the user of this process read it"
        ) from None


def _is_of_a_chart(parts: list[str], name: str) -> bool:
    """Tell whether a path in an archive is CHART/name, CHART/charts/OTHER/name, and so on."""
    folders = parts[1:-1]
    return parts[-1] == name and len(parts) % 2 == 0 and all(one == _BELOW for one in folders[::2])

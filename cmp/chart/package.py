"""A chart's folder as an archive, in the form in which Helm looks for dependencies in charts/.

An archive, and no folder: the .helmignore of the chart around it has no say in what lies in one.
"""

import gzip
import os
import tarfile

from cmp.chart.helmignore import Rule, ignored
from cmp.sources.files import files


def pack(folder: str, target: str, *, name: str, without: tuple[Rule, ...] = ()) -> None:
    """Write the same bytes for the same files; a link becomes what it leads to."""
    with (
        open(target, "wb") as file,
        gzip.GzipFile("", "wb", 1, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for path in files(folder, without=lambda path, is_folder: ignored(path, folder=is_folder, by=without)):
            member = tarfile.TarInfo(f"{name}/{path}")
            with open(os.path.join(folder, path), "rb") as content:
                member.size = os.fstat(content.fileno()).st_size
                archive.addfile(member, content)

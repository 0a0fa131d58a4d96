"""A chart's folder as an archive, in the form in which Helm looks for dependencies in charts/.

It is an archive and not a folder, since the .helmignore of the chart around it does not apply inside an archive.
"""

import gzip
import os
import tarfile

from cmp.chart.helmignore import Rule, ignored
from cmp.chart.metadata import refuse_paths
from cmp.errors import SourceError
from cmp.sources.files import files, opened_below

_LONGEST = 255  # NAME_MAX


def archive_name(name: str, version: str, *, where: str) -> str:
    """Return the name of the file that holds a dependency, as Helm calls it.

    Raises:
        SourceError: it would be a path, or longer than Linux allows.
    """
    refuse_paths(name, version, where=where)
    file = f"{name}-{version}.tgz"
    if len(os.fsencode(file)) > _LONGEST:
        raise SourceError(
            f"the archive of the dependency {name} {version} would have a name of over {_LONGEST} bytes",
            where=where,
            fix="give that chart a shorter name or version",
        )
    return file


def pack(folder: str, target: str, *, name: str, without: tuple[Rule, ...] = ()) -> None:
    """Write the archive: the same bytes for the same files; a link becomes the file that it leads to."""
    with (
        open(target, "wb") as file,
        gzip.GzipFile("", "wb", 1, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for path in files(folder, without=lambda path, is_folder: ignored(path, folder=is_folder, by=without)):
            member = tarfile.TarInfo(f"{name}/{path}")
            with opened_below(folder, path) as content:
                member.size = os.fstat(content.fileno()).st_size
                archive.addfile(member, content)

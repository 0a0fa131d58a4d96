"""Resolving paths as users write them into files that lie inside the repository.

A relative path belongs to the application's folder, one with a leading / to the repository's root, as in Argo CD
(util/io/path/resolved.go), one with a leading $alias to a source. Links are followed first and judged by
where they lead.
"""

import os

from cmp.errors import SourceError
from cmp.system.files import GIT, is_file, is_folder, is_there, real, whole
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cmp.sources.declaration import Declared, Opened, SourceSession


def root_of(folder: str, source_path: str) -> tuple[str, str]:
    """Return the root of a repository, and the part of the source path that is missing below it.

    It is the folder less the tail that it shares with the Application's source path: Argo CD may send only a part of a
    repository.
    """
    here = folder.split("/")
    asked = [part for part in os.path.normpath(source_path).split("/") if part not in ("", ".")]
    while asked and len(here) > 1 and here[-1] == asked[-1]:
        here.pop()
        asked.pop()
    return "/".join(here) or "/", "/".join(asked)


class PathResolver(Value):
    """The folder of an application and the root of its repository, both absolute and without links.

    `missing` is the part of the root's path that is absent: Argo CD may send only a part of a repository. `sources` are
    declared farthest first; `session` returns what opens them. `copies` stand in for folders of the repository, or of a
    source: their paths are shown as those of the originals. `called` is what the root is called where there
    is no git, so that it is the application's folder.
    """

    folder: str
    root: str
    missing: str = ""
    environment: str = ""
    sources: "tuple[Declared, ...]" = ()
    copies: "tuple[Opened, ...]" = ()
    session: "Callable[[], SourceSession] | None" = None
    called: str = ""

    @property
    def has_git(self) -> bool:
        """Whether the root is that of a git checkout."""
        return is_there(os.path.join(self.root, GIT))

    def shown(self, path: str) -> str:
        """Return a path for messages: below the repository's root, or in its source, with the source's label.

        Without git it begins with what the application's folder is called, so that it is found from where one is.
        """
        name, revision = self.named(path)
        return f"{name} ({revision})" if revision else name

    def named(self, path: str) -> tuple[str, str]:
        """Return a path for messages in two parts: `$area/charts/values.yaml` and `be-sms@4f1c2e9`, if any."""
        if source := self.home(path):
            from cmp.sources import aliases

            return aliases.named(path, source), source.label
        if not path.startswith(self.root):
            return path, ""
        return os.path.normpath(os.path.join(self.called, os.path.relpath(path, self.root))), ""

    def at(self, name: str) -> str:
        """Return where a file of the repository lies that messages call so."""
        return os.path.join(self.root, os.path.relpath(name, self.called) if self.called else name)

    def resolve(self, path: str, *, base: str = "") -> str:
        """Return the absolute path for a path that a user wrote; the file need not exist.

        Args:
            path: relative to `base`, or to the root with a leading /.
            base: where relative paths start; the application's folder if empty.

        Raises:
            SourceError: it leads out of the repository, or begins like a flag.
        """
        if any(part.startswith("-") for part in path.split("/")):
            raise SourceError(
                f"a path may not have a part that begins with '-': {path}",
                fix="rename it: a program might take it for an option",
            )
        if not path.isprintable():
            raise SourceError(
                f"a path holds a character that can't be printed: {path!r}",
                fix="rename it, or write it without that character",
            )
        if path.startswith("$"):
            from cmp.sources import aliases

            source, rest = aliases.opened(path, self.sources, self.opening())
            return inside(os.path.join(source.folder, rest), source.folder, path, owner=f"its source ${source.alias}")
        if base and not path.startswith("/") and (home := self.home(base)):
            return inside(os.path.join(base, path), home.folder, path, owner=f"its source ${home.alias}")
        start = self._from_root(path) if path.startswith("/") else os.path.join(base or self.folder, path)
        return inside(start, self.root, path, owner="the repository")

    def refuse_links(self, folder: str) -> None:
        """Refuse links below a folder that lead out of the repository, or its source, for Helm follows every link.

        Helm walks through a folder once for each link to it, and so does this, within the bounds of a source.

        Raises:
            SourceError: there is one, or links lead to too much.
        """
        waiting, count, size = [(whole(folder), False)], 0, 0
        while waiting:
            here, linked = waiting.pop()
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.name == GIT and not entry.is_symlink():
                        continue  # Helm gets none of it
                    if entry.is_symlink():
                        inside(entry.path, self.root_of(entry.path), self.shown(entry.path), owner="the repository")
                    by_link = linked or entry.is_symlink()
                    if deeper := is_folder(entry.path):
                        waiting.append((entry.path, by_link))
                    if by_link:
                        from cmp.sources.files import refuse_too_much

                        count += 1
                        size += 0 if deeper or not is_file(entry.path) else entry.stat().st_size
                        refuse_too_much(count, size, f"the chart {os.path.basename(folder)}")

    def opening(self) -> "SourceSession":
        """Return the session that opens sources.

        Raises:
            SourceError: there is no session.
        """
        if self.session is None:
            raise SourceError("no source can be opened here", fix="name a file of this repository")
        return self.session()

    def home(self, path: str) -> "Opened | None":
        """Return the source or copy that contains a path, None for the repository itself."""
        for one in self.copies:
            if path == one.folder or path.startswith(f"{one.folder}/"):
                return one
        return self.session().holding(path) if self.sources and self.session else None

    def root_of(self, path: str) -> str:
        """Return the root that a path must stay below: the repository's, or its source's."""
        source = self.home(path)
        return source.folder if source else self.root

    def _from_root(self, path: str) -> str:
        below = os.path.normpath(path.lstrip("/"))
        if self.missing and not below.startswith(self.missing + "/"):
            raise SourceError(
                f"{path} was not sent to the plugin, only what lies below /{self.missing}",
                fix="let the Application's annotation manifest-generate-paths cover it: widest path first, no spaces",
            )
        return os.path.join(self.root, below.removeprefix(self.missing + "/") if self.missing else below)

    def from_root(self, path: str) -> str:
        """Return the path that a user would write for what lies in the repository; it begins with a /."""
        return os.path.join("/", self.missing, os.path.relpath(path, self.root))


def inside(path: str, root: str, written: str, *, owner: str) -> str:
    """Return a path with all links followed; it must lie below a root."""
    found = real(path)
    if found != root and not found.startswith(root.rstrip("/") + "/"):
        raise SourceError(f"{written} leads out of {owner}", fix="keep it inside, or copy the file")
    if GIT in found[len(root) :].split("/"):
        raise SourceError(f"{written} leads to git's own files", fix="name a file that is committed")
    return found

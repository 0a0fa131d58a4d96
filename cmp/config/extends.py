"""Reading a swell.yaml and every file that it extends, in this repository or in a source."""

import os

from msgspec import UNSET

from cmp import dialect
from cmp.config.model import Config
from cmp.config.spec import SwellFile
from cmp.errors import At, ConfigError
from cmp.sources.paths import PathResolver
from cmp.system.files import is_file, read
from cmp.typed.parse import parsed, place, wheres
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.sources.declaration import Declared


class Link(Value):
    """One file: its content, its nodes, which have the lines, and its source's alias, "" for this repository."""

    spec: SwellFile
    node: dialect.Node
    shown: str
    alias: str = ""
    sources: "tuple[Declared, ...]" = ()

    def place(self, key: str) -> str:
        """Return the line of a key."""
        return place(self.node, key, shown=self.shown)

    def lines(self, key: str, count: int) -> list[str]:
        """Return the line of each element of the list under a key."""
        return wheres(self.node, count, shown=self.shown, key=key)

    def of_its_root(self, path: str) -> str:
        """Return a path as this repository writes it: in a source's file a leading / means the source's root."""
        return f"${self.alias}{path}" if self.alias and path.startswith("/") else path


class Chain:
    """Reads files from nearest to farthest, and keeps the sources and the nearest value of `lock`."""

    def __init__(self, resolver: PathResolver, base: Config) -> None:
        """Begin without files; `base` is the policy's configuration."""
        self.links: list[Link] = []
        self._places, self._base, self._mode = resolver, base, ""
        self._seen: list[str] = []

    def text(self, text: str, *, shown: str) -> None:
        """Read a text from a parameter, and the files that it extends."""
        spec, node = parsed(text, SwellFile, shown=shown)
        link = self._link(spec, node, path="", shown=shown, alias="")
        self._files(link, base=self._places.folder)

    def file(self, path: str) -> None:
        """Read a file, and the files that it extends."""
        self._files(self._read(path, ""), base=os.path.dirname(path))

    def _files(self, link: Link, *, base: str) -> None:
        while link.spec.extends:
            written = link.of_its_root(link.spec.extends)
            with At(link.place("extends")):
                path = self._places.resolve(written, base=base)
            if not is_file(path):
                raise ConfigError(
                    f"extends {link.spec.extends}, which does not exist",
                    where=link.place("extends"),
                    fix="correct its path: a leading / is the repository's root, else it starts at the file's folder",
                )
            alias = written[1:].partition("/")[0] if written.startswith("$") else link.alias
            link, base = self._read(path, alias), os.path.dirname(path)

    def _read(self, path: str, alias: str) -> Link:
        shown = self._places.shown(path)
        if path in self._seen:
            others = ", ".join(map(self._places.shown, self._seen[self._seen.index(path) + 1 :]))
            way = others and f" by way of {others}"
            raise ConfigError(f"extends itself{way}", where=shown, fix="take one `extends` away")
        self._seen.append(path)
        spec, node = parsed(read(path, shown=shown), SwellFile, shown=shown)
        return self._link(spec, node, path=path, shown=shown, alias=alias)

    def _link(self, spec: SwellFile, node: dialect.Node, *, path: str, shown: str, alias: str) -> Link:
        self._mode = self._mode or ("" if spec.lock is UNSET else spec.lock)
        sources: tuple[Declared, ...] = ()
        if spec.sources:
            from cmp.config.source_declarations import declared

            found = declared(spec.sources, node, path=path, shown=shown, resolver=self._places, base=self._base)
            sources = tuple(one.replace(mode=self._mode, here=not alias) for one in found)
            self._places = self._places.replace(sources=(*sources, *self._places.sources))
        link = Link(spec=spec, node=node, shown=shown, alias=alias, sources=sources)
        self.links.insert(0, link)
        return link

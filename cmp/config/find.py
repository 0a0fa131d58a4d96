"""Finding the configuration: the parameter `config`, else the nearest swell.yaml upwards, else none."""

import os

from cmp.config.model import NOTHING, Config
from cmp.errors import ConfigError
from cmp.system.files import has_entry, is_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.request.model import AppRequest
    from cmp.sources.paths import PathResolver

FILE = "swell.yaml"
_ODD = "swell.yml"  # a name that is easily taken for it


def find(request: "AppRequest", resolver: "PathResolver", *, base: Config = NOTHING) -> Config:
    """Return the configuration laid over a base; the modules that read it are imported only if there is one.

    Raises:
        ConfigError: the configuration can't be read.
    """
    if text := request.text("config"):
        from cmp.config.read import from_text

        return from_text(text, resolver, shown="the parameter config", base=base)
    if path := _nearest(resolver):
        from cmp.config.read import from_file

        return from_file(path, resolver, base=base)
    return base


def _nearest(resolver: "PathResolver") -> str:
    folder = resolver.folder
    while True:
        path = os.path.join(folder, FILE)
        if has_entry(path):
            if not is_file(path):
                raise ConfigError(
                    "it is no file: a folder, a broken link or a device",
                    where=resolver.shown(path),
                    fix="make it a file",
                )
            return resolver.resolve(f"/{os.path.join(resolver.missing, os.path.relpath(path, resolver.root))}")
        if has_entry(odd := os.path.join(folder, _ODD)):
            raise ConfigError(f"it is not read: the file is called {FILE}", where=resolver.shown(odd), fix="rename it")
        if folder == resolver.root or folder == os.path.dirname(folder):
            return ""
        folder = os.path.dirname(folder)

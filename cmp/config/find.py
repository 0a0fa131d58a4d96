"""Finding an application's repository, and its configuration: a parameter, the nearest swell.yaml upwards, or none."""

import os

from cmp.config.model import NOTHING, Config
from cmp.errors import ConfigError
from cmp.sources.paths import PathResolver
from cmp.system.files import has_entry, is_file, is_there

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.request.model import AppRequest

FILE = "swell.yaml"
_ODD = "swell.yml"  # a name that is easily taken for it


def locate(request: "AppRequest") -> PathResolver:
    """Return the resolver of an application, with the repository's root.

    In the sidecar it is the working directory less the tail that it shares with the Application's source path, on a
    laptop git's top level, and the application's own folder where there is no git.
    """
    folder = os.path.realpath(request.folder)
    if request.source_path is None:
        return PathResolver(folder=folder, root=_git_top(folder), environment=request.text("environment"))
    here, asked = (
        folder.split("/"),
        [part for part in os.path.normpath(request.source_path).split("/") if part not in ("", ".")],
    )
    while asked and len(here) > 1 and here[-1] == asked[-1]:
        here.pop()
        asked.pop()
    root, environment = "/".join(here) or "/", request.text("environment")
    return PathResolver(folder=folder, root=root, missing="/".join(asked), environment=environment)


def find(request: "AppRequest", resolver: PathResolver, *, base: Config = NOTHING) -> Config:
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


def _nearest(resolver: PathResolver) -> str:
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


def _git_top(folder: str) -> str:
    above = folder
    while not is_there(os.path.join(above, ".git")):
        if above == os.path.dirname(above):
            return folder
        above = os.path.dirname(above)
    return above

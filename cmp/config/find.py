"""Finding an application's repository, and its configuration: a parameter, the nearest swell.yaml upwards, or none."""

import os

from cmp.config.model import NOTHING, Config
from cmp.errors import ConfigError
from cmp.sources.paths import PathResolver, root_of
from cmp.system.files import has_entry, is_file, is_there, real

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.request.model import AppRequest

FILE = "swell.yaml"
_ODD = tuple(
    name
    for stem in ("swell", "Swell", "SWELL", ".swell")
    for ending in ("yaml", "yml", "Yaml", "Yml", "YAML", "YML")
    if (name := f"{stem}.{ending}") != FILE
)
"""Names that are easily taken for it. Each is looked for: what else lies in a folder has to do with no answer."""


def locate(request: "AppRequest") -> PathResolver:
    """Return the resolver of an application, with the repository's root.

    In the sidecar it is the working directory less the tail that it shares with the Application's source path, on a
    laptop git's top level, and the application's own folder where there is no git.
    """
    folder = real(request.folder)
    if request.source_path is None:
        found = PathResolver(folder=folder, root=_git_top(folder), environment=request.text("environment"))
        return found if found.has_git else found.replace(called=request.called)
    root, missing = root_of(folder, request.source_path)
    return PathResolver(folder=folder, root=root, missing=missing, environment=request.text("environment"))


def find(request: "AppRequest", resolver: PathResolver, *, base: Config = NOTHING) -> Config:
    """Return the configuration laid over a base; the modules that read it are imported only if there is one.

    Raises:
        ConfigError: the configuration can't be read.
    """
    if text := request.text("config"):
        from cmp.config.read import from_text

        return from_text(text, resolver, shown="the parameter config", base=base)
    if path := request.config_file or _nearest(resolver):
        from cmp.config.read import from_file

        return from_file(path, resolver, base=base)
    return base


def counting(folder: str, root: str) -> str:
    """Return the path of the swell.yaml that counts for a folder of a repository, "" where there is none."""
    while f"{folder}/".startswith(f"{root}/"):
        if is_there(path := os.path.join(folder, FILE)):
            return path
        folder = os.path.dirname(folder)
    return ""


def _nearest(resolver: PathResolver) -> str:
    folder = resolver.folder
    while True:
        path = os.path.join(folder, FILE)
        there = has_entry(path)
        _refuse_odd(folder, resolver, but=FILE if there else "")
        if there:
            if not is_file(path):
                raise ConfigError(
                    "it is no file: a folder, a broken link or a device",
                    where=resolver.shown(path),
                    fix="make it a file",
                )
            return resolver.resolve(f"/{os.path.join(resolver.missing, os.path.relpath(path, resolver.root))}")
        if folder == resolver.root or folder == os.path.dirname(folder):
            return ""
        folder = os.path.dirname(folder)


def _refuse_odd(folder: str, resolver: PathResolver, *, but: str) -> None:
    """Refuse a file with an odd name; one that is called as `but` in other letters may be that very file."""
    for name in _ODD:
        if name.lower() != but and has_entry(odd := os.path.join(folder, name)):
            raise ConfigError(
                f"it is not read: the file is called {FILE}",
                where=resolver.shown(odd),
                fix=f"delete it, or put what it says into {FILE}" if but else "rename it",
            )


def _git_top(folder: str) -> str:
    above = folder
    while not is_there(os.path.join(above, ".git")):
        if above == os.path.dirname(above):
            return folder
        above = os.path.dirname(above)
    return above

"""Which configuration is meant: the parameter `config`, else the nearest swell.yaml upwards, else none."""

import os

from cmp.config.model import NOTHING, Config
from cmp.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.request.model import AppRequest
    from cmp.sources.paths import Places

FILE = "swell.yaml"


def find(request: "AppRequest", places: "Places", *, base: Config = NOTHING) -> Config:
    """Return the configuration, laid over a base; what reads it is only imported where there is one.

    Raises:
        ConfigError: there is one, and it can't be read.
    """
    if text := request.text("config"):
        from cmp.config.read import from_text

        return from_text(text, places, shown="the parameter config", base=base)
    if path := _nearest(places):
        from cmp.config.read import from_file

        return from_file(path, places, base=base)
    return base


def _nearest(places: "Places") -> str:
    folder = places.folder
    while True:
        path = os.path.join(folder, FILE)
        if os.path.lexists(path):
            if not os.path.isfile(path):
                raise ConfigError("it is no file: a folder, a broken link or a device", where=places.shown(path))
            return places.resolve(f"/{os.path.join(places.missing, os.path.relpath(path, places.root))}")
        if folder == places.root or folder == os.path.dirname(folder):
            return ""
        folder = os.path.dirname(folder)

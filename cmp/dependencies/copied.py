"""A copy of a chart with all that it depends on."""

import os
import shutil

from cmp.config.model import Config
from cmp.dependencies.fill import CHARTS, fill
from cmp.errors import SourceError
from cmp.sources.declared import Opened
from cmp.sources.places import Places


def copied(chart: str, config: Config, places: Places) -> Opened:
    """Return a copy of a chart's root in which there is nothing but the chart; it is gone when the cellar closes.

    Raises:
        SourceError: a dependency can't be had, or there is no room.
    """
    home = places.home(chart)
    top = places.opening().scratch()
    copy = os.path.join(top, os.path.relpath(chart, places.root_of(chart)))
    try:
        shutil.copytree(chart, copy, ignore=lambda here, _: [CHARTS] if here == chart else [], dirs_exist_ok=True)
        fill(chart, os.path.join(copy, CHARTS), config, places)
    except shutil.Error as problem:
        raise SourceError(f"can't copy the chart to add its dependencies: {problem.args[0][0][2]}") from None
    except OSError as problem:
        raise SourceError(f"can't copy the chart to add its dependencies: {problem.strerror}") from None
    return Opened(alias=home.alias if home else "", folder=top, label=home.label if home else "")

"""The chart of a chart repository that an Application names beside the plugin, unpacked as Argo CD does it."""

import os
from collections.abc import Mapping
from typing import Any

import click

from cmp.convert.native import place
from cmp.convert.plugin_form import declared
from cmp.errors import RequestError
from cmp.request.application_source import plugin_source
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.sources.declaration import Declared
from cmp.sources.model import Source
from cmp.system.process import Deadline


def unpacked(application: Mapping[str, Any], path: str) -> str:
    """Return the folder of such a chart, which stays until the command has ended; "" where the chart lies in a path.

    No policy counts: in Argo CD it is Argo CD that pulls this chart, and its AppProject that allows it.

    Raises:
        SwellError: the Application is not Swell's, or the chart can't be pulled.
    """
    source = plugin_source(application.get("spec") or {}, path)
    if "chart" not in source:
        return ""
    from cmp.lock.session import LockSession

    settings = Settings.read(os.environ)
    session = LockSession(settings, Deadline.after(settings.timeout))
    click.get_current_context().call_on_close(session.close)
    said = declared(place(source))
    kind = "helm" if "helm" in said else "oci"
    chart = Source(
        alias=str(source["chart"]),
        kind=kind,
        location=said[kind],
        asked=said.get("version") or said.get("revision", ""),
        name=said.get("chart", ""),
    )
    return session.open(Declared(source=chart, where=path)).folder


def refuse_pulled(request: AppRequest) -> None:
    """Refuse to write into the copy of such a chart, which the store keeps. Raises RequestError."""
    if request.pulled:
        raise RequestError(
            "its chart comes from a chart repository, and nothing is written into the copy of it",
            where=request.file,
            fix="make a folder with a swell.yaml that names the chart in `sources`, and name that folder in the "
            "Application: `path` in place of `chart`",
        )

"""The formats of `swell plan`: a file each, with a function `written` from the report to text."""

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from cmp.report.sync import SyncReport

FORMATS = {
    "text": "plan_text",
    "json": "plan_json",
    "mermaid": "mermaid",
    "html": "html_page",
}
"""The name of a format, and its module in this folder. Only the one that is asked for is imported."""


def written(report: "SyncReport", form: str) -> str:
    """Return a report in one of FORMATS."""
    return cast("str", import_module(f"cmp.report.{FORMATS[form]}").written(report))

"""The formats of `swell check`: a file each, with a function `written` from the report to text."""

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from cmp.report.checked import CheckReport

CHECK_FORMATS = {
    "text": "check_text",
    "json": "check_json",
    "markdown": "check_markdown",
    "sarif": "check_sarif",
    "github": "check_github",
    "junit": "check_junit",
    "gitlab": "check_gitlab",
}
"""The name of a format, and its module in this folder. Only the one that is asked for is imported."""


def written(report: "CheckReport", form: str) -> str:
    """Return a report in one of CHECK_FORMATS."""
    return cast("str", import_module(f"cmp.report.{CHECK_FORMATS[form]}").written(report))

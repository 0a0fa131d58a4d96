"""The formats of `swell diff`: a file each, with a function `written` from the review to text."""

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from cmp.review.model import Review

REVIEW_FORMATS = {
    "text": "review_text",
    "json": "review_json",
    "markdown": "review_markdown",
}
"""The name of a format, and its module in this folder. Only the one that is asked for is imported."""


def written(review: "Review", form: str) -> str:
    """Return a review in one of REVIEW_FORMATS."""
    return cast("str", import_module(f"cmp.report.{REVIEW_FORMATS[form]}").written(review))

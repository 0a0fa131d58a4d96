"""The JSON Schema of swell.yaml, for editors."""

from typing import Any

import msgspec

from cmp.config.spec import SwellFile


def json_schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12), made from the types themselves."""
    title = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "swell.yaml"}
    return title | msgspec.json.schema(SwellFile)

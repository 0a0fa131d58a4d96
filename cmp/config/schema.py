"""The JSON Schema of swell.yaml and of a policy, for editors."""

from typing import Any

import msgspec


def json_schema(shape: type, *, title: str) -> dict[str, Any]:
    """Return the schema (draft 2020-12), made from the types themselves."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title} | msgspec.json.schema(shape)

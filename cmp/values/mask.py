"""Values as they may be shown: secrets are masked, be they such by their key or by a schema."""

import os
from collections.abc import Sequence
from typing import Any

from cmp.chart.metadata import dependency_names
from cmp.values.schema_mask import hidden_by_schema
from cmp.values.secrets import hidden


def shown(value: Any, keys: Sequence[str], chart: str) -> Any:
    """Return the value at a path without what is a secret by a schema, or by what its key is called.

    Raises:
        SourceError: a schema can't be read.
    """
    return hidden(by_schemas(value, keys, chart), keys)


def by_schemas(value: Any, keys: Sequence[str], chart: str) -> Any:
    """Return a value as the schemas of the chart, and of the dependency that it is for, let it be shown."""
    value, names = hidden_by_schema(value, chart, keys), dependency_names(chart)
    inside = os.path.join(chart, "charts", names[keys[0]]) if keys[0] in names else ""
    return hidden_by_schema(value, inside, keys[1:]) if inside else value

"""Refusing a chart whose values.schema.json, or that of a chart below it, may have Helm read from elsewhere."""

import os
from collections.abc import Iterator
from typing import Any

from cmp.chart.chart import SCHEMA, Chart
from cmp.chart.read import read_chart
from cmp.chart.schema_addresses import elsewhere
from cmp.config.model import Config
from cmp.errors import PolicyError
from cmp.sources.paths import PathResolver


def schemas(chart: Chart) -> Iterator[tuple[str, Any]]:
    """Yield the path below the chart and the content of each schema; what is no JSON is left to Helm."""
    for one in chart.everything():
        if one.schema is not None:
            yield os.path.join(one.path, SCHEMA), one.schema


def unread(chart: Chart) -> Iterator[str]:
    """Yield the path below the chart of each schema that Swell can't read, and Helm perhaps can: Go takes more."""
    for one in chart.everything():
        if one.schema is None and one.files.get(SCHEMA, b"null").strip() != b"null":
            yield os.path.join(one.path, SCHEMA)


def refuse_elsewhere(folder: str, config: Config, resolver: PathResolver) -> None:
    """Refuse a schema that may make Helm read from elsewhere, where the policy says which sources are allowed.

    Raises:
        PolicyError: there is one; Helm has not started yet.
    """
    if config.allow is None or config.skip_schema_validation:
        return
    chart = read_chart(folder, only=(SCHEMA,), ignoring=False).whole()
    told = [
        (
            path,
            f"refers to {found[0]}, which Helm would read past the policy and the lock",
            "let the chart hold what it means",
        )
        for path, schema in schemas(chart)
        if (found := elsewhere(schema))
    ]
    told += [
        (path, "can't be read, so that it may refer to anything", "correct it: it has to be JSON")
        for path in unread(chart)
    ]
    for path, what, fix in told:
        raise PolicyError(
            f"the schema {what}",
            where=resolver.shown(os.path.join(folder, path)),
            here=f"sources.allow in {config.limits.source} bounds what a render may read",
            fix=f"{fix}, or set `helm: {{skipSchemaValidation: true}}` in swell.yaml",
        )

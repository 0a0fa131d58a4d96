"""What the values.schema.json of a chart, and of the charts below it, has Helm read from elsewhere.

A `$ref` or `$schema` that is no part of the schema leads to another address, which Helm asks at each render, or to a
file of the machine. The drafts of JSON Schema themselves are part of Helm. Source: newHTTPURLLoader and
ValidateAgainstSingleSchema in pkg/chart/common/util/jsonschema.go of Helm 4.2.
"""

import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin

from cmp.chart.chart import SCHEMA, Chart
from cmp.chart.read import read_chart
from cmp.config.model import Config
from cmp.errors import PolicyError
from cmp.sources.paths import PathResolver

_DRAFT = re.compile(r"https?://json-schema\.org/(draft-0[3-7]|draft/20\d\d-\d\d|draft/next)/\S*")
_OWN = "file:///values.schema.json"  # what Helm calls the schema itself
_WORDS = ("$ref", "$dynamicRef", "$recursiveRef", "$schema")


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


def elsewhere(schema: Any) -> list[str]:
    """Return the addresses that a schema refers to outside of itself, each once, as `https://host/path`."""
    found: dict[str, None] = {}
    known = {_OWN}
    waiting = [(schema, _OWN)]
    while waiting:
        node, base = waiting.pop()
        if isinstance(node, list):
            waiting += [(one, base) for one in node]
        if not isinstance(node, dict):
            continue
        for key in ("$id", "id"):
            if isinstance(name := node.get(key), str) and not name.startswith("#"):
                base = urldefrag(_joined(base, name)).url
                known.add(base)
        words = [node[word] for word in _WORDS if isinstance(node.get(word), str)]
        found |= dict.fromkeys(urldefrag(_joined(base, word)).url for word in words)
        waiting += [(below, base) for below in node.values()]
    return sorted(one for one in found if one not in known and not _DRAFT.fullmatch(one))


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


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference

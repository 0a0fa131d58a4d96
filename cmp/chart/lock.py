"""The versions of a chart's dependencies: those of Chart.lock, which must be a lock of these very dependencies.

The lock holds a digest over its own list and the chart's. Source: internal/resolver/resolver.go of Helm, HashReq and
HashV2Req.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from cmp.chart.chart import LISTS, Chart
from cmp.chart.metadata import Dependency, items, refuse_paths
from cmp.chart.read import read_chart
from cmp.errors import SourceError
from cmp.sources.paths import PathResolver

_KEYS = ("name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias")
_ALWAYS = ("name", "repository")
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def listed(folder: str, resolver: PathResolver) -> Chart:
    """Return the chart in a folder, as far as its dependencies go: those it lists, those it locks, and those it has.

    Raises:
        SourceError: a file can't be read, or a name or a version would lead elsewhere.
    """
    shown, revision = resolver.named(folder)
    chart = read_chart(folder, shown=shown, revision=revision, only=LISTS, ignoring=False)
    for dependencies, file in ((chart.wanted, chart.list_file), (chart.locked, chart.lock_file)):
        for one in dependencies:
            refuse_paths(one.name, one.version, where=chart.at(file))
    return chart


def settled(chart: Chart) -> tuple[Dependency, ...]:
    """Return the dependencies as the lock has them; without a lock, as the chart asks for them.

    Raises:
        SourceError: the lock is of other dependencies.
    """
    if chart.lock is None:
        return chart.wanted
    asked, locked = _listed(chart.dependencies), _listed(items(chart.lock.get("dependencies")))
    old = chart.metadata.get("apiVersion") in (None, "v1")
    digests = {_digest([asked, locked]), *([_digest({"dependencies": asked})] if old else [])}
    if str(chart.lock.get("digest")) not in digests:
        raise SourceError(
            f"it was made when {chart.at(chart.list_file)} asked for other dependencies",
            where=chart.at(chart.lock_file),
            fix="run `helm dependency update`, and commit what it writes",
        )
    return chart.locked


def _listed(written: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return dependencies with their keys in Go's order, those without a value left out."""
    return [{key: _plain(one, key) for key in _KEYS if one.get(key) or key in _ALWAYS} for one in written]


def _plain(one: dict[str, Any], key: str) -> Any:
    value = one.get(key) or ""
    if key == "import-values" and isinstance(value, list):
        return [dict(sorted(item.items())) if isinstance(item, dict) else item for item in value]
    return value if isinstance(value, bool | list) else str(value)


def _digest(said: Any) -> str:
    """Return the digest of a value as Go's encoder writes it."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPES.items():
        text = text.replace(sign, escaped)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"

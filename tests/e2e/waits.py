"""What an init container waits for: the Jobs that its words name or select, as `kubectl wait` is told them."""

import re
from collections.abc import Iterator
from typing import Any

Object = dict[str, Any]

_NAMED = re.compile(r"\bjobs?(?:\.batch)?/([a-z0-9][-a-z0-9.]*)")
_SELECTED = re.compile(r"(?:-l ?|--selector[= ])?((?!-)[-\w./]+=[-\w.]+)")


def awaited(container: Object, jobs: dict[str, Object]) -> Iterator[str]:
    """Yield the Jobs, by name or selector, that are not complete; those that aren't there yet are awaited too."""
    words = [*(container.get("command") or []), *(container.get("args") or [])]
    words += [one["value"] for one in container.get("env") or [] if one.get("value")]
    if not any("job" in word for word in words):
        return
    for word in words:
        for name in _NAMED.findall(word):
            if not _complete(jobs.get(name)):
                yield name
        if selected := _SELECTED.fullmatch(word):
            label, _, value = selected[1].partition("=")
            found = [job for job in jobs.values() if (job["metadata"].get("labels") or {}).get(label) == value]
            if not found or not all(_complete(job) for job in found):
                yield selected[1]


def _complete(job: Object | None) -> bool:
    conditions = ((job or {}).get("status") or {}).get("conditions") or []
    return any(one["type"] == "Complete" and one["status"] == "True" for one in conditions)

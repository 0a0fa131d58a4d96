"""What really happened: the steps that Argo CD's controller took, and what the API server recorded of each.

The controller tells in its log when it takes up a phase and wave; the audit log tells what it then made, and when.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

_STEP = "Wet-run"
_LOOK = "Resuming in-progress operation"
_TASK = re.compile(r"(\w+)/(-?\d+) (?:hook|resource) ([^/ ]*)/(\w+):([^/ ]*)/(\S+) (?:obj|nil)->(?:obj|nil)")
_MAKE = ("create", "patch")  # what is applied by the server is patched into being


class Made(NamedTuple):
    """An object that came into being: where the API server keeps it, and when it was asked for."""

    group: str
    plural: str
    namespace: str
    name: str
    asked: str


class Step(NamedTuple):
    """One phase and wave that the controller took up, and the tasks that it ran in it."""

    phase: str
    wave: int
    tasks: tuple[tuple[str, str, str, str], ...]


def made(audit: Path, user: str = "argocd", *, since: int = 0) -> list[Made]:
    """Return what a user made, in the order in which it was asked for; trials and what was refused don't count.

    `since` is the number of bytes of the audit log that are left out.
    """
    return _done(audit, user, _MAKE, (201,), since)


def deleted(audit: Path, user: str = "argocd", *, since: int = 0) -> list[Made]:
    """Return what a user had deleted, likewise; what is already on its way is asked for again, and stands twice."""
    return _done(audit, user, ("delete",), (200, 202), since)


def made_twice(audit: Path, user: str = "argocd", *, since: int = 0) -> list[Made]:
    """Return what a user wanted to make once more, since it did not know yet that it had made it."""
    return _done(audit, user, ("create",), (409,), since)


def _done(audit: Path, user: str, verbs: Collection[str], codes: Collection[int], since: int) -> list[Made]:
    found = []
    for event in _lines(audit, since):
        code = event.get("responseStatus", {}).get("code", 0)
        there = event.get("objectRef", {})
        if event["verb"] not in verbs or code not in codes or event["user"]["username"] != user:
            continue
        if "subresource" in there:
            continue
        if "dryRun=" in event["requestURI"] or "name" not in there:
            continue
        found.append(
            Made(
                there.get("apiGroup", ""),
                there["resource"],
                there.get("namespace", ""),
                there["name"],
                event["requestReceivedTimestamp"],
            )
        )
    return sorted(found, key=lambda one: one.asked)


def looks(log: Path, since: int) -> Counter[str]:
    """Return how often the controller has looked at each Application's running sync after so many bytes of its log."""
    return Counter(line["application"] for line in _lines(log, since) if line.get("msg", "").startswith(_LOOK))


def _lines(path: Path, since: int = 0) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        lines.seek(since)
        for line in lines:
            if line.startswith(b"{") and line.endswith(b"}\n"):
                yield json.loads(line)


def taken(log: Path, since: int = 0) -> dict[str, list[Step]]:
    """Return the steps of each Application's sync, as the controller tells of them after so many bytes of its log.

    It comes back to a step that had to delete an old hook first: that is one step.
    """
    found: dict[str, list[Step]] = defaultdict(list)
    for line in _lines(log, since):
        if line.get("msg") != _STEP:
            continue
        tasks = [match.groups() for match in _TASK.finditer(str(line["tasks"]))]
        phase, wave = tasks[0][0], int(tasks[0][1])
        names = tuple(task[2:] for task in tasks)
        steps = found[line["application"]]
        if steps and steps[-1][:2] == (phase, wave):
            names = tuple(dict.fromkeys((*steps.pop().tasks, *names)))
        steps.append(Step(phase, wave, names))
    return found

"""The output of `kubectl get` for an object, as far as it is known."""

import re

from cmp.value import Value
from cmp.waits.nouns.model import Named, Selected
from cmp.waits.nouns.text import HOLE
from cmp.waits.vocabulary.resources import GROUPS, SELECTED

_CONDITION = re.compile(r"conditions\[\?\(@\.type\s*==\s*[\"']?(\w+)[\"']?\s*\)\]\.status")
_FIELD = re.compile(r"\{\s*\.([^{}]*)\}")
_NOT_YET = {
    "status.succeeded": "", "status.readyReplicas": "", "status.availableReplicas": "", "status.numberReady": "0",
    "status.numberAvailable": "", "status.completionTime": "", "status.phase": "Pending",
    "status.containerStatuses[0].ready": "false", "status.containerStatuses[*].ready": "false",
    "subsets": "", "subsets[*].addresses": "", "subsets[*].addresses[*].ip": "", "subsets[0].addresses[0].ip": "",
    "subsets[0].addresses": "", "endpoints[*].addresses[*]": "", "status.loadBalancer.ingress[0].ip": "",
    "endpoints[*].addresses": "",
}  # fmt: skip
"""By field, what it holds of an object that is not ready; a number of succeeded pods is not there yet."""
_BAD = ("failed", "failuretarget", "suspended")
_ROWS = {
    "pod": ("NAME READY STATUS RESTARTS AGE", "{} 0/1 Pending 0 1s"),
    "job": ("NAME COMPLETIONS DURATION AGE", "{} 0/1 1s 1s"),
    "deployment": ("NAME READY UP-TO-DATE AVAILABLE AGE", "{} 0/1 1 0 1s"),
    "statefulset": ("NAME READY AGE", "{} 0/1 1s"),
    "endpoints": ("NAME ENDPOINTS AGE", "{} <none> 1s"),
}
"""By kind, the heading and the line of an object that is not ready."""


class Printed(Value):
    """What is written of an object that is ready, and of one that is not.

    `nothing` tells that nothing is written where no object is found.
    """

    ready: str
    unready: str
    nothing: bool = True


def printed(target: Named | Selected, output: str, *, headers: bool) -> Printed:
    """Return what is written of a target in a format."""
    name = target.name if isinstance(target, Named) else SELECTED + _selector(target)
    if output == "name":
        group = target.group or GROUPS.get(target.resource, "")
        line = f"{target.resource}{'.' * bool(group)}{group}/{name}\n"
        return Printed(ready=line, unready=line)
    kind, _, path = output.partition("=")
    if kind.startswith("jsonpath"):
        return _field(path, name, target.resource)
    if output in ("", "wide") and target.resource in _ROWS:
        heading, row = _ROWS[target.resource]
        return Printed(ready=HOLE, unready=(f"{heading}\n" if headers else "") + row.format(name) + "\n")
    return Printed(ready=HOLE, unready=HOLE, nothing=output in ("", "wide") or kind == "custom-columns")


def _selector(target: Selected) -> str:
    return ",".join(
        f"{key}={values[0]}" if len(values) == 1 else f"{key} in ({','.join(values)})" for key, values in target.labels
    )


def _field(path: str, name: str, resource: str) -> Printed:
    fields = _FIELD.findall(path)
    if len(fields) != 1 or _FIELD.sub("", path).strip():
        return Printed(ready=HOLE, unready=HOLE)
    field = fields[0].strip().removeprefix("items[*].").removeprefix("items[0].")
    condition = _CONDITION.search(field)
    if field == "metadata.name":
        return Printed(ready=name, unready=name)
    if condition and condition[1].lower() in _BAD:
        return Printed(ready="", unready="")
    if condition and condition[1].lower() != "progressing":
        return Printed(ready="True", unready="" if resource == "job" else "False")
    return Printed(ready=HOLE, unready=_NOT_YET.get(field, HOLE))

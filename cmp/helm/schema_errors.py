"""What Helm says where a chart's schema refuses values, a line for each, with the file and line that set the value.

Helm 3 says `- image.tag: Invalid type`, Helm 4 `- at '/image/tag': got number`, below the name of the chart whose
schema it is (ValidateAgainstSchema in pkg/chart/common/util/jsonschema.go). What is wrong with the schema itself, such
as a `$ref` that can't be fetched, stands there in place of a line that begins with a dash.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from jsonpointer import JsonPointer, JsonPointerException

from cmp.chart.chart import SCHEMA, Chart
from cmp.chart.schema_addresses import elsewhere
from cmp.chart.schema_references import schemas
from cmp.errors import HelmError, SwellError
from cmp.helm.call import HelmCall
from cmp.helm.holes import Known, shown_key
from cmp.helm.message import refusal
from cmp.values.dotted import join
from cmp.values.located import Located, LocatedMapping, Tree
from cmp.values.secrets import HIDDEN
from cmp.values.stack import Stack

_REFUSAL = "values don't meet the specifications of the schema(s)"
_PLACE = re.compile(r"\s*- (?:at '(/[^']*)'|at ''|\(root\)|([^\s:()][^\s:]*)): ")
_UNKNOWN = re.compile(r"[Aa]dditional propert(?:y (\S+) is|ies ('.*')) not allowed$")
_CHART = re.compile(r"([\w.-]+):\s*")
_LEAST = 20  # lines that are told
_SKIP = "set `helm: {skipSchemaValidation: true}` in swell.yaml"
_FETCHED = re.compile(r'^failing loading "|^Get "|must be canonical$')
_OTHER_DRAFT = re.compile(r"is not valid against metaschema")


def schema_failure(call: HelmCall, message: str, own: Known, chart: Chart) -> HelmError | None:
    """Return the error for a refusal by schemas, None if Helm failed for another reason; no value is told."""
    if _REFUSAL not in message:
        return None
    said = list(_of_charts(message.partition("\n")[2].splitlines()))
    names = ", ".join(dict.fromkeys(name for name, _ in said if name)) or "the chart"
    broken = next((line for _, line in said if not line.startswith("-")), "")
    if _FETCHED.search(broken):
        there = sorted({address for _, schema in schemas(chart) for address in elsewhere(schema)})
        what = f"refers to {', '.join(there) or 'another address'}, which Helm could not read"
        return HelmError(f"helm: the schema of {names} {what}", fix=f"let the chart hold what it means, or {_SKIP}")
    if fault := _fault(chart):
        where, why = fault
        return HelmError(f"the schema is no JSON: {why}", where=where, fix=f"correct it, or {_SKIP}")
    if _OTHER_DRAFT.search(broken):
        return _of_no_draft(names, [line for _, line in said if line.startswith("-")], own, chart)
    more = [f"and {len(said) - _LEAST} more"] if len(said) > _LEAST else []
    told = dict.fromkeys(_with_places(call, said[:_LEAST], own, chart))
    here = [*(line for line in told if not broken or line != HIDDEN), *more]
    what = "can't be used" if broken else "does not allow these values"
    correction = "correct it" if broken else "correct them"
    return HelmError(f"helm: the schema of {names} {what}", here="\n".join(here), fix=f"{correction}, or {_SKIP}")


def _fault(chart: Chart) -> tuple[str, str] | None:
    """Return the place of a schema that is no JSON, and why, in words that repeat nothing of it; None if all are."""
    for one in chart.everything():
        try:
            json.loads(one.files.get(SCHEMA, b"null"))
        except json.JSONDecodeError as problem:
            return f"{one.named(SCHEMA)}:{problem.lineno}", f"{problem.msg.lower()}, column {problem.colno}"
        except (ValueError, RecursionError):
            return one.named(SCHEMA), "it is no UTF-8, or nested too deep"
    return None


def _of_no_draft(names: str, lines: Sequence[str], own: Known, chart: Chart) -> HelmError:
    """Return the error for a schema that its draft does not allow, with what that says of it."""
    known = [schema for _, schema in schemas(chart)]
    told = dict.fromkeys(_of_itself(line, own, known) for line in lines[:_LEAST])
    here = "\n".join(line for line in told if HIDDEN not in line and "'allOf' failed" not in line)
    if not all(isinstance(schema, dict) and "$schema" in schema for schema in known):
        what = "is none of draft 2020-12, for which Helm 4 takes a schema without `$schema`"
        fix = f"let it name its draft in `$schema`, or correct it, or {_SKIP}"
        return HelmError(f"helm: the schema of {names} {what}", here=here, fix=fix)
    what = "is none of the draft that its `$schema` names"
    return HelmError(f"helm: the schema of {names} {what}", here=here, fix=f"correct it, or {_SKIP}")


def _of_itself(line: str, own: Known, known: Sequence[Any]) -> str:
    """Return what is said of a schema as a document: a place in it is the chart's own."""
    found = _PLACE.match(line)
    there = found and found[1] and any(JsonPointer(found[1]).resolve(one, None) is not None for one in known)
    if not found or not there:
        return refusal(line, own).removeprefix("- ")
    return refusal(line.replace(f"'{found[1]}'", "''", 1), own).removeprefix("- ").replace("''", f"'{found[1]}'", 1)


def _of_charts(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each line below the name of a chart, with that name."""
    chart = ""
    for line in filter(None, map(str.strip, lines)):
        if named := _CHART.fullmatch(line):
            chart = named[1]
        else:
            yield chart, line


def _with_places(call: HelmCall, said: Sequence[tuple[str, str]], own: Known, chart: Chart) -> Iterator[str]:
    """Yield each line without its dash, with the layers that set what it is about, if they are known."""
    shown = [refusal(line, own).removeprefix("- ") for _, line in said]
    try:
        stack = _stack(call, chart)
        for (name, line), text in zip(said, shown, strict=True):
            yield text + "".join(f"; {place}" for place in _places(name, line, stack, own))
    except (SwellError, JsonPointerException):
        yield from shown


def _places(name: str, line: str, stack: Stack, own: Known) -> Iterator[str]:
    """Yield which layers set what a line is about; keys that no chart knows are hidden."""
    found = _PLACE.match(line)
    path = JsonPointer(found[1]).parts if found and found[1] else found[2].split(".") if found and found[2] else ()
    below = (name,) if any(mount.home == (name,) for mount in stack.mounts) else ()
    for unknown in _unknown(line) if found else ():
        keys = (*path, *unknown)
        shown = join([*below, *(shown_key(own.words, one) for one in keys)])
        yield from (f"{shown} is set by {where}" for where in _set_by(stack, (*below, *keys)))


def _stack(call: HelmCall, chart: Chart) -> Stack:
    return Stack(
        chart=chart.whole(),
        layers=call.layers,
        assignments=tuple(("--set", text) for text in call.assignments),
        files=tuple(("--set-file", key, content.decode(errors="replace")) for key, _, content in call.set_files),
    )


def _unknown(line: str) -> list[list[str]]:
    """Return what to add to a path: each key that the line calls unknown, else nothing."""
    found = _UNKNOWN.search(line)
    if not found:
        return [[]]
    return [[name] for name in ([found[1]] if found[1] else found[2][1:-1].split("', '"))]


def _set_by(stack: Stack, keys: tuple[str, ...]) -> Iterator[str]:
    """Yield the highest layer that sets a path, or the nearest above it; in a list, the one that sets the element."""
    for depth in range(len(keys), 0, -1):
        if said := stack.said(keys[:depth]):
            way, mark = said[-1]
            yield _inside(mark, keys[len(way) :]).where
            return


def _inside(mark: Located, keys: tuple[str, ...]) -> Located:
    """Follow the rest of a path into a list, as far as it leads."""
    here: Tree = mark
    for key in keys:
        if isinstance(here, Located) and key.isdecimal() and int(key) < len(here.elements):
            here = here.elements[int(key)]
        elif isinstance(here, dict) and key in here:
            here = here[key]
        if isinstance(here, Located):
            mark = here
        elif isinstance(here, LocatedMapping):
            mark = here.mark
    return mark

"""The merged values as the chart's templates see them; Helm itself merges them.

{"version": "swell.values/v1",
 "applications": [{"values": {}, null of plain manifests,
                   "origins": by the path of each value where it comes from, only with --origins,
                   of several also "application", "file", and in place of values "error": {"message", "fix"}}]}
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from cmp import dialect
from cmp.cli.asked import Asked
from cmp.cli.failure import story
from cmp.cli.in_turn import answers
from cmp.cli.output import note, say
from cmp.errors import SourceError, SwellError
from cmp.fleet.members import Member, holds_applications
from cmp.fleet.ways import PLAIN, ToRender
from cmp.helm.seen_values import seen_values
from cmp.render.inputs import chart_values, gather, helm_call
from cmp.render.run import LazySession, helm_runtime
from cmp.report.wrap import wrapped
from cmp.settings import Settings
from cmp.text import count, pasted, printable_json
from cmp.value import Value
from cmp.values.origins import Origins
from cmp.values.stack import Stack

Told = TypeVar("Told")
VERSION = "swell.values/v1"
"""Of the shape of the JSON: fields may be added to it, and none changes its meaning or goes."""


class Merged(Value):
    """The merged values of an application; with `origins` these tell where each comes from, and secrets are hidden."""

    values: Mapping[str, Any]
    stack: Stack
    origins: Origins | None = None

    def as_yaml(self) -> str:
        """Return the values as YAML, with origins in comments."""
        if not self.origins:
            return dialect.dump(self.values)
        from cmp.report.values_yaml import commented
        from cmp.values.mask import ChartMask

        return commented(self.origins.values, self.origins, ChartMask(self.stack.mounts).shown)

    def as_fields(self) -> dict[str, Any]:
        """Return the values, with origins by their paths, as JSON has them."""
        if not self.origins:
            return {"values": self.values}
        from cmp.report.value_text import told
        from cmp.values.dotted import join
        from cmp.values.mask import ChartMask

        places = {join(path): told(self.origins.words(path)) for path, _ in self.origins.leaves()}
        mask = ChartMask(self.stack.mounts)
        return {
            "values": {key: mask.shown(value, (key,)) for key, value in self.origins.values.items()},
            "origins": places,
        }


def values(asked: Asked, *, settings: Settings, origins: bool = False, form: str = "yaml") -> int:
    """Print the merged values as JSON or YAML; that has a document for each application, below a comment with its name.

    Of a single application there is no comment.
    """
    as_fields = partial(_told, Merged.as_fields, settings=settings, origins=origins)
    as_yaml = partial(_told, Merged.as_yaml, settings=settings, origins=origins)
    if asked.single and form == "json":
        say(_document([as_fields(asked.single)]))
        return 0
    if asked.single:
        say(as_yaml(asked.single), end="")
        return 0
    if form == "json":
        return _as_json(asked, as_fields, settings)
    plain, asked = [one for one in asked.members if _is_plain(one)], _with_charts(asked)
    status = 0
    for member, answer in answers(asked, as_yaml, settings=settings):
        if isinstance(answer, SwellError):
            note(story(answer))
            status = max(status, answer.exit_code)
            continue
        place = f" ({member.found.source})" if member.found else ""
        title = "\n".join(wrapped(f"{member.name}{place}", "# ", ""))
        say(f"---\n{title}\n{answer}", end="")
    if plain:
        who = f"{count(len(plain), 'Application')} of plain manifests {'has' if len(plain) == 1 else 'have'} no values"
        note(f"swell: note: {who}: {', '.join(one.name for one in plain)}")
    return status


def _is_plain(member: Member) -> bool:
    return bool(member.render and member.render.way == PLAIN)


def _with_charts(asked: Asked) -> Asked:
    return asked.replace(members=tuple(one for one in asked.members if not _is_plain(one)))


def _as_json(asked: Asked, as_fields: Callable[[ToRender], dict[str, Any]], settings: Settings) -> int:
    status, told = 0, []
    known = iter(answers(_with_charts(asked), as_fields, settings=settings))
    for member in asked.members:
        one: dict[str, Any] = {"application": member.name, "file": member.found.file if member.found else None}
        _, answer = (member, {"values": None}) if _is_plain(member) else next(known)
        if isinstance(answer, SwellError):
            one["error"] = {"message": str(answer), "fix": answer.fix}
            status = max(status, answer.exit_code)
        else:
            one |= answer
        told.append(one)
    say(_document(told))
    return status


def _document(applications: list[dict[str, Any]]) -> str:
    content = {"version": VERSION, "applications": applications}
    return printable_json(json.dumps(content, indent=2, ensure_ascii=False))


def _told(tell: Callable[[Merged], Told], render: ToRender, *, settings: Settings, origins: bool) -> Told:
    """Return what is told of the merged values, with those of the charts below as these see them.

    Telling is part of the work that has a deadline: a schema may say of each of many values what is hidden.

    Raises:
        SourceError: there is no chart; and the errors of `gather` and Helm.
    """
    refuse_plain(render)
    with LazySession(helm_runtime(settings)) as session:
        inputs = gather(render.request, render=session.begin, session=session)
        stack = chart_values(inputs).stack
        call = helm_call(inputs)
        seen = seen_values(call, stack.chart, render=session.begin)
        if not origins:
            return tell(Merged(values=seen, stack=stack))
        from cmp.explain.seen_origins import seen_origins

        return tell(Merged(values=seen, stack=stack, origins=seen_origins(stack, call, render=session.begin)))


def refuse_plain(render: ToRender) -> None:
    """Refuse an Application of plain manifests; the fix leads to those that it deploys, if any. Raises SourceError."""
    if render.way == PLAIN:
        file = render.request.file
        below = f"see those of the Applications that it deploys: swell values {pasted(file)}"
        raise SourceError(
            "it deploys plain manifests, which have no values",
            where=file,
            fix=below if holds_applications(file) else "name an Application whose source is a chart",
        )

"""`swell doctor`: checks whether this sidecar or laptop is set up right.

{"version": "swell.doctor/v1", "results": [{"thing", "ok": true | false | null, "text", "fix"}]}
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence

from cmp.cli.output import say, show
from cmp.doctor.model import Result, Setup
from cmp.doctor.registry import examined
from cmp.errors import CommandError, RequestError
from cmp.report.wrap import advised, wrapped
from cmp.request.model import AppRequest
from cmp.request.parameters import OURS, strangers
from cmp.settings import Settings
from cmp.system.bounds import Bounds
from cmp.system.files import is_folder
from cmp.system.process import Deadline, Finished, finish, start
from cmp.text import printable_json

Ask = Callable[[Mapping[str, str]], AppRequest]
"""Returns the request in an environment."""
_SIDECAR = "/home/argocd/cmp-server"
_SECONDS = 5
_MARGIN = 20  # columns before the text of a result


VERSION = "swell.doctor/v1"
"""Of the shape of the JSON: fields may be added to it, and none changes its meaning or goes."""


def doctor(ask: Ask, *, settings: Settings, named: bool, policy: str, form: str) -> int:
    """Print a line for each result when it is known, with the fix of what is wrong; return 1 if anything is wrong.

    In JSON, all of them come at the end.

    If no application is named, the working directory is checked as one only if it is an application's folder. What is
    wrong with the request itself is one of the lines. All of it ends within SWELL_TIMEOUT.
    """

    def run(argv: Sequence[str]) -> Finished:
        return finish(start(argv, env=settings.variables, group=True), deadline=Deadline.after(_SECONDS))

    results = list[Result]()
    deadline, memory, processor = _bounds(settings)
    with Bounds(deadline, memory, processor):
        request, fault = _asked(ask, settings, policy)
        setup = Setup(
            settings=settings,
            user=os.getuid(),
            home=_SIDECAR if is_folder(_SIDECAR) else "",
            request=request,
            fault=fault,
            named=named,
            run=run,
            deadline=deadline,
        )
        for told in examined(setup):
            results.append(told)
            if form == "text":
                show("\n".join(_lines(told)))
    if form == "json":
        say(_document(results))
    return 1 if any(told.fix for told in results) else 0


def _document(results: Sequence[Result]) -> str:
    found = [{"thing": one.thing, "ok": not one.fix, "text": one.text, "fix": one.fix or None} for one in results]
    return printable_json(json.dumps({"version": VERSION, "results": found}, indent=2, ensure_ascii=False))


def _bounds(settings: Settings) -> tuple[Deadline, int, int]:
    """Return the bounds of all checks, as `Bounds` has them; where a number is wrong, which is told, the usual ones."""
    try:
        return Deadline.after(settings.timeout), settings.memory_bytes, settings.cpu_seconds
    except CommandError:
        return _bounds(settings.replace(variables={}))


def _asked(ask: Ask, settings: Settings, policy: str) -> tuple[AppRequest, RequestError | None]:
    """Return the request, or what is wrong with it and one that knows no more than the operator's policy.

    Variables that are unknown have lines of their own, and don't count here.
    """
    unknown = {f"{OURS}{name}" for name in strangers(settings.variables)}
    try:
        return ask({name: text for name, text in settings.variables.items() if name not in unknown}), None
    except RequestError as problem:
        policy = policy or settings.variables.get("SWELL_POLICY", "")
        return AppRequest(folder=os.getcwd(), policy=policy and os.path.abspath(policy)), problem


def _lines(told: Result) -> list[str]:
    line = f"{'wrong' if told.fix else 'ok':<5}  {told.thing:<11}  {' '.join(told.text.split())}"
    return [*wrapped(line, hang=" " * _MARGIN), *(advised(told.fix, "  ") if told.fix else [])]

"""`swell doctor`: checks whether this sidecar or laptop is set up right."""

import os
from collections.abc import Sequence

from cmp.cli.output import say
from cmp.doctor.model import Result, Setup
from cmp.doctor.registry import examined
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.system.files import is_folder
from cmp.system.process import Deadline, Finished, finish, start

_SIDECAR = "/home/argocd/cmp-server"
_SECONDS = 5


def doctor(request: AppRequest, *, settings: Settings, named: bool) -> int:
    """Print a line for each result when it is known, with the fix of what is wrong; return 1 if anything is wrong.

    If no application is named, the working directory is checked as one only if it is an application's folder.
    """

    def run(argv: Sequence[str]) -> Finished:
        return finish(start(argv, env=settings.variables, group=True), deadline=Deadline.after(_SECONDS))

    home = _SIDECAR if is_folder(_SIDECAR) else ""
    ill = False
    setup = Setup(settings=settings, user=os.getuid(), home=home, request=request, named=named, run=run)
    for told in examined(setup):
        say(_line(told))
        ill = ill or bool(told.fix)
    return 1 if ill else 0


def _line(told: Result) -> str:
    line = f"{'wrong' if told.fix else 'ok':<5}  {told.thing:<11}  {' '.join(told.text.split())}"
    return f"{line}\n  fix: {told.fix}" if told.fix else line

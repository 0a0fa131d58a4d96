"""`swell stuck`: tells what a sync waits for, why, and the fix."""

from cmp.cli.output import show
from cmp.settings import Settings
from cmp.stuck.answer import answered
from cmp.stuck.formats import FORMATS
from cmp.stuck.model import State
from cmp.stuck.read import events, reported
from cmp.system.bounds import Bounds
from cmp.system.files import read_given
from cmp.system.process import Deadline

_STDIN = "-"
_SHOWN = "what came on stdin"
_FINE = frozenset({State.SUCCEEDED, State.IDLE})


def stuck(source: str, *, told: str, form: str, settings: Settings) -> int:
    """Print the answer for an Application in a file or on stdin; return 1 if its sync is stuck or has failed.

    `told` is the file of events, "" without one.

    Raises:
        SourceError: a file can't be read.
        RequestError: it holds no Application, or no events.
    """
    app_text, events_text = _read(source), _read(told) if told else ""
    with Bounds(Deadline.after(settings.timeout), settings.memory_bytes, settings.cpu_seconds):
        app = reported(app_text, origin=_named(source))
        given = events(events_text, origin=_named(told)) if told else None
        answer = answered(app, given)
        text = FORMATS[form](answer)
    show(text, form)
    return 0 if answer.awaited.state in _FINE and not answer.cause else 1


def _read(path: str) -> str:
    return read_given("/dev/stdin" if path == _STDIN else path, shown=_named(path))


def _named(path: str) -> str:
    return _SHOWN if path == _STDIN else path

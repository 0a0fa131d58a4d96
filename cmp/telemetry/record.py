"""The events of the resident server, and each as a line of JSON: the sidecar's log, and what its metrics are made of.

A line holds names, numbers and words of Swell's own: no value, no message and no address.
"""

import json
import time

from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

RENDERED, KNOWN, FAILED = OUTCOMES = ("rendered", "known", "failed")
"""How a render ends: Helm or the files were rendered, the render cache had it, or there is none."""
GONE, KILLED = "gone", "killed"
"""The causes that no class of `cmp.errors` stands for: the caller has gone, as at Argo CD's own time limit; a signal
has killed the render, as the kernel's does where memory is short."""
_NAME = 253  # bytes of a name, the longest in Kubernetes: a line stays below what a pipe takes as a whole


class Start(Value):
    """The server has started. `time` is in UTC, as in RFC 3339."""

    event: str = "start"
    time: str

    @staticmethod
    def now() -> "Start":
        """Return the event of this moment."""
        return Start(time=_now())


class Record(Value):
    """A render of the server has ended.

    Attributes:
        event: render.
        time: when it ended, in UTC, as in RFC 3339.
        application, project: the Application, as the sidecar is told its name, and its AppProject.
        outcome: rendered, known (from the render cache), or failed.
        cause: why it failed; null where it has not.
        seconds: how long it took, from the call to its end.
        waited: the seconds of it for which it waited for one of SWELL_RENDERS places; null where it needed none.
    """

    event: str = "render"
    time: str
    application: str
    project: str
    outcome: str
    cause: str | None
    seconds: float
    waited: float | None

    @staticmethod
    def of(notes: "Mapping[str, str]", *, seconds: float, lost: str) -> "Record | None":
        """Return the record of a child by what it noted, None where it was asked for no render.

        Args:
            notes: the notes of `cmp.resident.progress`.
            seconds: how long it took.
            lost: why it has ended, if it has not said that itself.
        """
        if notes.get("command") != "generate":
            return None
        failed = notes.get("status") != "0"
        return Record(
            time=_now(),
            application=notes["application"],
            project=notes["project"],
            outcome=FAILED if failed else notes.get("outcome", RENDERED),
            cause=(notes.get("cause") or GONE if "status" in notes else lost) if failed else None,
            seconds=round(seconds, 3),
            waited=float(notes["waited"]) if "waited" in notes else None,
        )


Event = Start | Record


def line(event: Event) -> bytes:
    """Return an event as a line of JSON, in which all but ASCII is escaped."""
    return json.dumps(vars(event), separators=(",", ":")).encode() + b"\n"


def read(text: bytes) -> Event:
    """Return the event of a line."""
    fields = json.loads(text)
    return (Start if fields["event"] == "start" else Record)(**fields)


def name(text: bytes) -> str:
    """Return a name that anybody may have chosen as text of bounded length."""
    return text[:_NAME].decode(errors="replace")


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

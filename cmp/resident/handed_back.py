"""What the image's client (`swell-client`) hands back to be told: a call that no server has answered.

It starts the program in its place with one of two variables. By `UNSERVED` the call is for this process, since nothing
of it is on stdout and nothing will be; by `LOST` the process that rendered was killed, or lost after it had begun to
print.
"""

import os

from cmp.resident.wire import LOST, SERVER, UNSERVED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from cmp.errors import CommandError


def taken(variables: "MutableMapping[str, str]") -> "tuple[str, CommandError | None]":
    """Take what was handed back out of the variables; return why no server has answered, or the error to tell."""
    server, why, lost = (variables.pop(name, "") for name in (SERVER, UNSERVED, LOST))
    if lost:
        return "", _killed(int(lost))
    if server:
        return "its client is not in this image", None
    return os.strerror(int(why)) if why.isdecimal() else why, None


def _killed(number: int) -> "CommandError":
    """Return the error for a render whose process was killed by a signal; 0 where it is not known which one."""
    from cmp.errors import CommandError
    from cmp.system.signals import signal_name

    how = f"killed ({signal_name(number)})" if number else "lost"
    return CommandError(
        f"the render was {how} before it had finished",
        fix="give the sidecar more memory, or lower SWELL_RENDERS",
    )

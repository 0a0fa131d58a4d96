"""Messages of git, curl and ssh (with LC_ALL=C), and the kind of failure that each means; the first match counts."""

import errno
import os
import re
import tempfile
from collections.abc import Collection

from cmp.errors import PullError
from cmp.sources.model import Source
from cmp.sources.pull.faults import fault
from cmp.sources.pull.location import Location
from cmp.sources.pull.redact import hidden
from cmp.system.process import Finished

_TOO_LARGE = 25  # SIGXFSZ
_CUT = re.compile(r"File too large|died of signal 25")
_MOST = 20_000
_PROBE = 1 << 16  # bytes

# What git says when the disk can't hold what it writes; "remote:" begins what the server says of its own disk.
_OF_DISKS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
_DISK = re.compile(rf"(?m)^(?!remote:).*\b({'|'.join(map(os.strerror, _OF_DISKS))})$")

_WORDS = tuple(
    (re.compile(words), kind)
    for words, kind in (
        (r"REMOTE HOST IDENTIFICATION HAS CHANGED", "changed host key"),
        (r"Host key verification failed|host key is known for", "unknown host key"),
        (r"UNPROTECTED PRIVATE KEY FILE|bad permissions", "key unreadable"),
        (r"Load key .*?: (.*)", "key unreadable"),
        (r"Permission denied \(", "key refused"),
        (r"could not read Username|terminal prompts disabled|unable to get password from user", "anonymous"),
        (r"Authentication failed for|returned error: 401|HTTP Basic: Access denied", "unauthorized"),
        (r"returned error: (30[1278])", "moved"),
        (r"returned error: 403", "forbidden"),
        (r"returned error: 429", "too many"),
        (r"returned error: (5\d\d)", "server"),
        (r"repository '.*' not found|returned error: 404|[Rr]epository not found", "absent"),
        (r"does not appear to be a git repository|not valid: is this a git repository", "absent"),
        (r"(transport '.*?' not allowed)", "transport"),
        (r"(Could not resolve proxy.*|from proxy after CONNECT.*|CONNECT tunnel failed.*)", "proxy"),
        (r"Could not resolve host", "unknown host"),
        (r"(SSL certificate problem.*|certificate verif.*|SSL: .*certificate.*|gnutls_handshake.*)", "certificate"),
        (r"(Connection refused|Failed to connect.*|No route to host|Network is unreachable)", "refused"),
        (r"(?:Connection|Operation) timed out|Operation too slow", "slow"),
        (
            r"(Connection reset|unexpected disconnect|early EOF|Empty reply|RPC failed.*|GnuTLS recv error.*)",
            "broke off",
        ),
        (r"(Connection closed by.*|kex_exchange_identification.*|the remote end hung up.*)", "broke off"),
        (r"(?:upload-pack: )?(not our ref [0-9a-f]+|unadvertised object [0-9a-f]+)", "gone"),
    )
)


def of_disk(finished: Finished, folder: str) -> OSError | None:
    """Return the error of the disk for which git failed, None if it failed for another reason.

    Git does not always say why it could not write; so it is tried whether anything can be written to its folder now.

    Args:
        finished: how git ended.
        folder: where it wrote, "" if nowhere.
    """
    if match := _DISK.search(finished.stderr[-_MOST:].decode(errors="replace")):
        number = next(number for number in _OF_DISKS if os.strerror(number) == match[1])
        return OSError(number, match[1])
    if not folder or finished.status == -_TOO_LARGE:
        return None
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as probe:
            probe.write(bytes(_PROBE))
    except OSError as problem:  # where git has not made its folder yet, the disk is not what failed
        return problem if problem.errno in _OF_DISKS else None
    return None


def explained(
    finished: Finished, source: Source, location: Location, secrets: Collection[str], *, in_netrc: bool = False
) -> PullError:
    """Return the error for a git that failed; git has tried netrc before it asks for credentials."""
    text = finished.stderr[-_MOST:].decode(errors="replace")
    if finished.status == -_TOO_LARGE or _CUT.search(text):
        return fault("too large", source, location, detail="may be pulled")
    for words, kind in _WORDS:
        if match := words.search(text):
            detail = match.group(1) if match.re.groups and match.group(1) else match.group()
            named = bool(source.asked) and detail.endswith(source.asked)
            nearer = {"anonymous": in_netrc and "unauthorized", "gone": named and "never there"}.get(kind)
            return fault(nearer or kind, source, location, detail=hidden(detail, secrets))
    said = [line for line in text.splitlines() if line.startswith(("fatal:", "error:", "remote:", "ssh:"))]
    detail = " ".join(said) or text or f"git ended with status {finished.status}"
    return fault("other", source, location, detail=hidden(detail, secrets))

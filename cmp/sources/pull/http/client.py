"""HTTP requests: through the operator's proxies, with trusted certificates, a deadline, and one host's credentials."""

import re
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException, HTTPResponse
from typing import Any

from cmp.errors import PullError
from cmp.sources.pull.faults import fault, late
from cmp.sources.pull.http.asking import Asking
from cmp.sources.pull.http.opener import opener
from cmp.sources.pull.peer import RefusedPeerError

_CHUNK = 1 << 16
_SILENCE = 10.0  # seconds without a byte, after which another try is better than more waiting
_STATUS = {401: "unauthorized", 403: "forbidden", 404: "absent", 407: "proxy", 410: "absent", 429: "too many"}
_LENGTH = re.compile(r"[0-9]{1,18}")
_OK = range(200, 300)


def ask(
    asking: Asking,
    url: str,
    *,
    method: str = "GET",
    headers: dict[str, str],
    authorization: str = "",
    form: bytes = b"",
) -> HTTPResponse:
    """Return the response, whatever its status; a URL that came from elsewhere has passed `Asking.led_to`.

    Raises:
        PullError: there is no response, or the host has an address that is not asked.
    """
    request = urllib.request.Request(url, method=method, headers={"User-Agent": "swell"} | headers, data=form or None)  # noqa: S310  (the scheme was checked)
    if authorization:
        request.add_unredirected_header("Authorization", authorization)
    timeout = min(_SILENCE, asking.pulling.deadline.left())
    if not timeout:
        raise late("the download", asking.source, asking.pulling)

    asking.refuse_special()
    following = opener(asking.location.host, asking.pulling, lambda url: asking.led_to(url)[1], special=asking.special)
    try:
        answer: HTTPResponse = following.open(request, timeout=timeout)
    except urllib.error.HTTPError as refusal:
        return refusal  # type: ignore[return-value]  # it is a response, too
    except (OSError, HTTPException) as problem:
        raise explained(asking, problem) from None
    return answer


def good(asking: Asking, answer: HTTPResponse) -> HTTPResponse:
    """Return the response if its status is a success, else raise the error for its status."""
    if answer.status in _OK:
        return answer
    answer.close()
    kind = _STATUS.get(answer.status) or ("server" if answer.status >= 500 else "other")  # noqa: PLR2004
    wait = answer.headers.get("Retry-After") or "0"
    seconds = float(wait) if wait.isascii() and wait.isdigit() else 0.0
    detail = f"HTTP status {answer.status}"
    raise fault(kind, asking.source, asking.location, detail=detail, wait=seconds)


def chunks(asking: Asking, answer: HTTPResponse, *, most: int) -> Iterator[bytes]:
    """Yield the response's body in chunks, and close it.

    Raises:
        PullError: it breaks off, is longer than `most`, or takes too long.
    """
    brought = 0
    with answer:
        while True:
            if not asking.pulling.deadline.left():
                raise late("the download", asking.source, asking.pulling)
            try:
                chunk = answer.read1(_CHUNK)
            except (OSError, HTTPException) as problem:
                raise explained(asking, problem) from None
            if not chunk:
                break
            brought += len(chunk)
            if brought > most:
                raise asking.fault("too large", f"{most / (1 << 20):.1f} MiB")
            yield chunk
    length = answer.headers.get("Content-Length") or ""
    if _LENGTH.fullmatch(length) and brought < int(length):
        raise asking.fault("broke off", f"{brought} of {length} bytes came")


def explained(asking: Asking, problem: BaseException) -> PullError:  # noqa: PLR0911  (a list of cases)
    """Return the error for an exception of urllib."""
    cause: Any = getattr(problem, "reason", problem)
    if not asking.pulling.deadline.left():
        return late("the download", asking.source, asking.pulling)
    if isinstance(cause, RefusedPeerError):
        return asking.fault("special", str(cause))
    if isinstance(cause, ssl.SSLError):
        return asking.fault("certificate", getattr(cause, "verify_message", None) or cause.reason or str(cause))
    if isinstance(cause, socket.gaierror):
        return asking.fault("unknown host")
    if isinstance(cause, TimeoutError):
        return asking.fault("slow")
    if "Tunnel connection failed" in str(cause):
        return asking.fault("proxy", str(cause))
    if isinstance(cause, ConnectionRefusedError):
        return asking.fault("refused", "connection refused")
    if isinstance(cause, str):
        return asking.fault("transport", cause)
    return asking.fault("broke off", getattr(cause, "strerror", None) or type(cause).__name__)

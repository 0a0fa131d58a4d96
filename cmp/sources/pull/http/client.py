"""HTTP requests: through the operator's proxies, with trusted certificates, a deadline, and one host's credentials."""

import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from fnmatch import fnmatchcase
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from cmp.errors import PullError
from cmp.sources.model import Pulling, Source
from cmp.sources.pull.faults import fault, late
from cmp.sources.pull.http.opener import opener
from cmp.sources.pull.location import HOST, Location, site
from cmp.sources.pull.redact import hidden
from cmp.value import Value

_CHUNK = 1 << 16
_SILENCE = 10.0  # seconds without a byte, after which another try is better than more waiting
_STATUS = {401: "unauthorized", 403: "forbidden", 404: "absent", 407: "proxy", 410: "absent", 429: "too many"}
_OK = range(200, 300)


class Asking(Value):
    """The context of a request: the source, the location that is asked, and how to pull."""

    source: Source
    location: Location
    pulling: Pulling
    guest: bool = False  # another host led here, so this one gets no credentials

    def fault(self, kind: str, detail: str = "") -> PullError:
        """Return the error of a kind."""
        return fault(kind, self.source, self.location, detail=hidden(detail))

    def at(self, url: str) -> "Asking":
        """Return the context for another URL, whose host has its own credentials and failures.

        Raises:
            PullError: the URL has no host, or has a user name.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if not HOST.fullmatch(parts.netloc) or site(url) is None:
            raise self.fault("other", f"it leads to {hidden(url)}, which is no address that is asked")
        return self.replace(location=Location(scheme=parts.scheme, host=parts.netloc, path=parts.path, url=hidden(url)))

    def admit(self, url: str) -> bool:
        """Tell whether the policy names where an index or a redirect leads; the same host need not be named.

        Raises:
            PullError: the policy does not allow it.
        """
        if site(url) and site(url) == site(self.location.url):
            return not self.guest
        allow = self.pulling.bounds.allow
        named = any(fnmatchcase(url.partition("?")[0], glob) for glob in allow or ())
        if allow is not None and not named:
            raise self.fault("not allowed", url)
        return named


def ask(
    asking: Asking,
    url: str,
    *,
    method: str = "GET",
    headers: dict[str, str],
    authorization: str = "",
    form: bytes = b"",
) -> HTTPResponse:
    """Return the response, whatever its status.

    Raises:
        PullError: there is no response.
    """
    request = urllib.request.Request(url, method=method, headers={"User-Agent": "swell"} | headers, data=form or None)  # noqa: S310  (the scheme was checked)
    if authorization:
        request.add_unredirected_header("Authorization", authorization)
    timeout = min(_SILENCE, asking.pulling.deadline.left())
    if not timeout:
        raise late("the download", asking.source, asking.pulling)

    def follow(there: str) -> None:
        if asking.source.kind != "oci":  # a registry may redirect to its blobs, which are checked by digest
            asking.admit(there)

    try:
        answer: HTTPResponse = opener(asking.location.host, asking.pulling, follow).open(request, timeout=timeout)
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
    if length.isdigit() and brought < int(length):
        raise asking.fault("broke off", f"{brought} of {length} bytes came")


def explained(asking: Asking, problem: BaseException) -> PullError:  # noqa: PLR0911  (a list of cases)
    """Return the error for an exception of urllib."""
    cause: Any = getattr(problem, "reason", problem)
    if not asking.pulling.deadline.left():
        return late("the download", asking.source, asking.pulling)
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

"""Downloads by HTTP: a file's response, with the credentials of the host that it is on."""

from http.client import HTTPResponse

from cmp.sources.pull.credentials.logins import for_repository
from cmp.sources.pull.http.asking import Asking
from cmp.sources.pull.http.client import ask, good
from cmp.sources.pull.http.token import basic

_UNAUTHORIZED = 401


def get(asking: Asking, url: str, *, headers: dict[str, str] | None = None) -> HTTPResponse:
    """Return the response for a URL; one that a source leads to on another host gets no credentials of the source's.

    Raises:
        PullError: the host refuses, or wants credentials that are not there.
    """
    login = None if asking.guest else for_repository(url, alias=asking.source.alias, pulling=asking.pulling)
    answer = ask(asking, url, headers=headers or {}, authorization=basic(login) if login else "")
    if answer.status == _UNAUTHORIZED and not login:
        answer.close()
        raise asking.fault("anonymous")
    return good(asking, answer)

"""The opener of URLs: through the operator's proxies, with the operator's certificate authorities, to https alone."""

import ssl
from collections.abc import Callable, Collection, Mapping
from functools import partial
from http.client import HTTPMessage, HTTPResponse
from typing import IO
from urllib import request
from urllib.error import URLError
from urllib.parse import urlsplit

from cmp.sources.model import Pulling
from cmp.sources.pull.credentials.mounted import mounted
from cmp.sources.pull.http.deadline import TimelyHandler
from cmp.sources.pull.location import web
from cmp.sources.pull.peer import connected
from cmp.sources.pull.proxy import proxies
from cmp.sources.pull.redact import hidden


class _Redirects(request.HTTPRedirectHandler):
    """Follows redirects to https alone. Headers with credentials were added so that urllib doesn't take them along."""

    def __init__(self, follow: Callable[[str], str], *, local: bool) -> None:
        self._follow, self._schemes = follow, web(local=local)

    def http_error_302(
        self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> HTTPResponse | None:
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except Exception:
            fp.close()
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(
        self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> request.Request | None:
        if urlsplit(newurl).scheme not in self._schemes:
            raise URLError(f"redirected to {hidden(newurl)}, which is not https")
        found = super().redirect_request(req, fp, code, msg, headers, self._follow(newurl))
        if found:
            found.remove_header("Proxy-authorization")  # the next host may be asked without the proxy
        return found


class _Proxies(request.ProxyHandler):
    """Asks through a proxy unless NO_PROXY names the host that is asked, the one that a redirect leads to as well."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        super().__init__({scheme: proxy for scheme, proxy in proxies("", variables).items() if scheme != "all"})

    def proxy_open(self, req: request.Request, proxy: str, type: str) -> HTTPResponse | None:  # noqa: A002
        if not proxies(urlsplit(req.full_url).hostname or "", self._variables):
            return None
        return super().proxy_open(req, proxy, type)


def opener(
    host: str, pulling: Pulling, follow: Callable[[str], str], *, special: Collection[str]
) -> request.OpenerDirector:
    """Return the opener for a host.

    Args:
        host: whose authority counts.
        pulling: how to pull.
        follow: returns the URL to ask for the one that a redirect names; raises an error if that is not allowed.
        special: hosts that may have a link-local address. A proxy, which the operator names, may have any; what the
            names of others mean is for the proxy to know.
    """
    through = proxies("", pulling.settings.variables)
    trusted = ssl.create_default_context(cafile=pulling.settings.variables.get("SSL_CERT_FILE") or None)
    if authority := mounted(host, pulling.settings).authority:
        trusted.load_verify_locations(cafile=authority)
    named = {
        *special,
        *(urlsplit(proxy if "//" in proxy else f"//{proxy}").hostname or "" for proxy in through.values()),
    }
    return request.build_opener(
        _Proxies(pulling.settings.variables),
        TimelyHandler(pulling.deadline, partial(connected, named=named), context=trusted),
        _Redirects(follow, local=pulling.settings.local_sources),
    )

"""The opener of URLs: through the operator's proxies, with the operator's certificate authorities, to https alone."""

import ssl
from collections.abc import Callable
from http.client import HTTPMessage, HTTPResponse
from typing import IO
from urllib import request
from urllib.error import URLError
from urllib.parse import urlsplit

from cmp.sources.model import Pulling
from cmp.sources.pull.credentials.mounted import mounted
from cmp.sources.pull.http.deadline import TimelyHandler
from cmp.sources.pull.location import web
from cmp.sources.pull.redact import hidden


class _Redirects(request.HTTPRedirectHandler):
    """Follows redirects to https alone. Headers with credentials were added so that urllib doesn't take them along."""

    def __init__(self, follow: Callable[[str], None], *, local: bool) -> None:
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
        self._follow(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def opener(host: str, pulling: Pulling, follow: Callable[[str], None]) -> request.OpenerDirector:
    """Return the opener for a host; `follow` raises an error if a redirect is not allowed."""
    variables = pulling.settings.variables
    proxies = {
        scheme: proxy
        for scheme in ("http", "https")
        if (proxy := variables.get(f"{scheme}_proxy") or variables.get(f"{scheme.upper()}_PROXY"))
    }
    none = variables.get("no_proxy") or variables.get("NO_PROXY") or ""
    if request.proxy_bypass_environment(host, {"no": none}):  # type: ignore[attr-defined]
        proxies = {}
    trusted = ssl.create_default_context(cafile=variables.get("SSL_CERT_FILE") or None)
    if authority := mounted(host, pulling.settings).authority:
        trusted.load_verify_locations(cafile=authority)
    return request.build_opener(
        request.ProxyHandler(proxies),
        TimelyHandler(pulling.deadline, context=trusted),
        _Redirects(follow, local=pulling.settings.local_sources),
    )

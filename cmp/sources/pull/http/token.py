"""Authorization for a registry: its challenge is answered with a name and password, or a token for one repository.

https://distribution.github.io/distribution/spec/auth/token/
"""

import base64
import json
import re
from urllib.parse import urlencode, urlsplit

from cmp.sources.pull.credentials.mounted import Login, realm_host
from cmp.sources.pull.http.asking import Asking
from cmp.sources.pull.http.client import ask, chunks, good
from cmp.sources.pull.location import site, web

_PARAMETER = re.compile(r'\b(\w++)="([^"]*)"')
_MOST = 1 << 16
_UNAUTHORIZED = 401


def authorization(asking: Asking, challenge: str, login: Login | None, *, path: str) -> str:
    """Return the Authorization header that a registry's challenge asks for.

    Raises:
        PullError: there are no credentials for it, or they are refused.
    """
    scheme, told = challenged(challenge)
    if scheme.lower() == "basic":
        if not login:
            raise asking.fault("anonymous")
        return basic(login)
    realm = told.get("realm", "")
    if scheme.lower() != "bearer" or urlsplit(realm).scheme not in web(local=asking.pulling.settings.local_sources):
        raise asking.fault("other", f"it asks for credentials in a way that is not known: {scheme}")
    service, scope = told.get("service", ""), told.get("scope") or f"repository:{path}:pull"
    return f"Bearer {_token(asking, realm, login, service=service, scope=scope)}"


def challenged(challenge: str) -> tuple[str, dict[str, str]]:
    """Return the scheme of a challenge, and its parameters."""
    scheme, _, rest = challenge.partition(" ")
    return scheme, dict(_PARAMETER.findall(rest))


def basic(login: Login) -> str:
    """Return the Authorization header for a name and a password."""
    return "Basic " + base64.b64encode(f"{login.username}:{login.password}".encode()).decode()


def _token(asking: Asking, realm: str, login: Login | None, *, service: str, scope: str) -> str:
    there, realm = _service_at(asking, realm, login)
    if login and login.token:
        form = {"grant_type": "refresh_token", "refresh_token": login.token, "client_id": "swell"}
        body = urlencode(form | {"service": service, "scope": scope}).encode()
        answer = ask(there, realm, method="POST", headers={}, form=body)
    else:
        query = urlencode({"service": service, "scope": scope})
        url = f"{realm}{'&' if '?' in realm else '?'}{query}"
        answer = ask(there, url, headers={}, authorization=basic(login) if login else "")
    if answer.status == _UNAUTHORIZED:
        answer.close()
        raise asking.fault("unauthorized" if login else "anonymous")
    try:
        told = json.loads(b"".join(chunks(there, good(there, answer), most=_MOST)))
        token = told.get("token") or told.get("access_token")
    except (ValueError, AttributeError):
        token = None
    if not isinstance(token, str) or not token.isprintable():
        raise there.fault("other", "it gave no token")
    return token


# Registries whose token service is known to be on another host.
_SERVICES = {"registry-1.docker.io": "auth.docker.io", "registry.gitlab.com": "gitlab.com"}


def _service_at(asking: Asking, realm: str, login: Login | None) -> tuple[Asking, str]:
    """Return the context and the URL of a token service.

    A registry names it, so that it could have its password sent anywhere: it gets there on the registry's own site, and
    where that is known or the operator says so (`realm` among the registry's mounted files).

    Raises:
        PullError: the policy does not allow its address, or there is a password that is not for its host.
    """
    realm = asking.normal(realm)
    there = asking.at(realm)
    registry = site(asking.top)
    if site(realm) == registry:
        return there, realm
    belongs = (
        _SERVICES.get(registry[1] if registry else ""),
        realm_host(asking.location.host, asking.pulling.settings),
    )
    if there.location.host not in belongs:
        asking.named(realm)
        there.replace(guest=True).note(realm)
        if login:
            raise asking.fault("realm", there.location.host)
    return there, realm

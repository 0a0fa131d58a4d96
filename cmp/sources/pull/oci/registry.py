"""An OCI registry's HTTP API: manifests, tags and blobs, each checked against its digest.

https://github.com/opencontainers/distribution-spec/blob/main/spec.md
"""

import hashlib
import ipaddress
import json
import re
from collections.abc import Iterator
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urljoin

from cmp.errors import PullError
from cmp.sources.address import is_below
from cmp.sources.pull.credentials.logins import for_registry
from cmp.sources.pull.http.asking import Asking
from cmp.sources.pull.http.client import ask, chunks, good
from cmp.sources.pull.http.token import authorization

MANIFEST, INDEX = "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json"
_DOCKER = "application/vnd.docker.distribution.manifest"
_INDEXES = (INDEX, f"{_DOCKER}.list.v2+json")
_ACCEPTED = {"Accept": ", ".join((MANIFEST, f"{_DOCKER}.v2+json", *_INDEXES))}
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_NEXT = re.compile(r'<([^<>]+)>\s*+;\s*+rel="?next"?')
_MANIFEST_BYTES = 4 << 20  # what registries themselves take
_MOST_PAGES = 50
_UNAUTHORIZED, _NOT_FOUND = 401, 404


def is_digest(text: str) -> bool:
    """Tell whether a text is a digest and no tag."""
    return bool(_DIGEST.fullmatch(text))


def is_tag(text: str) -> bool:
    """Tell whether a text is a tag: what is asked for it lies in one place."""
    return bool(_TAG.fullmatch(text))


def next_page(link: str) -> str:
    """Return where a `Link` header says that a list goes on, "" if it says nothing of it."""
    found = _NEXT.search(link)
    return found[1] if found else ""


class Registry:
    """One repository of a registry, and the authorization for it."""

    def __init__(self, asking: Asking) -> None:
        host, path = asking.location.host, asking.location.path
        if host in ("docker.io", "index.docker.io"):
            host, path = "registry-1.docker.io", path if "/" in path else f"library/{path}"
        scheme = "http" if asking.pulling.settings.local_sources and _loopback(host) else "https"
        self._top = f"{scheme}://{host}/v2/{path}"
        self.asking, self._path, self._authorization = asking.replace(top=self._top), path, ""

    def digest(self, tag: str) -> str:
        """Return the digest of the manifest that a tag points to now, "" if there is no such tag."""
        with self._ask(f"{self._top}/manifests/{tag}", method="HEAD") as answer:
            if answer.status == _NOT_FOUND:
                return ""
            told = good(self.asking, answer).headers.get("Docker-Content-Digest") or ""
        return told if is_digest(told) else self._manifest(tag)[0]

    def manifest(self, digest: str) -> dict[str, Any]:
        """Return the manifest with this digest."""
        real, manifest = self._manifest(digest)
        if real != digest:
            raise self._differs("manifest", digest, real)
        kind = manifest.get("mediaType")
        if kind in _INDEXES or "manifests" in manifest:
            fix = "pin the digest of one of them"
            raise PullError("it is an index of several images", where=self.asking.source.alias, fix=fix)
        return manifest

    def tags(self) -> list[str]:
        """Return all tags, up to a limit of pages.

        Raises:
            PullError: the next page is not the registry's own: it would get the password.
        """
        url, found = f"{self._top}/tags/list?n=1000", list[str]()
        for _page in range(_MOST_PAGES):
            answer = good(self.asking, self._ask(url))
            found += self._json(answer).get("tags") or ()
            following = next_page(answer.headers.get("Link") or "")
            if not following:
                break
            url = self.asking.normal(urljoin(url, following))
            if not is_below(url, f"{self._top}/tags/list"):
                raise self.asking.fault("other", f"its list of tags goes on elsewhere: {url}")
        return found

    def blob(self, digest: str, size: int) -> Iterator[bytes]:
        """Yield the bytes of a blob; an error at the end tells that its digest or size is wrong."""
        answer = good(self.asking, self._ask(f"{self._top}/blobs/{digest}"))
        checksum, brought = hashlib.sha256(), 0
        for chunk in chunks(self.asking, answer, most=size):
            checksum.update(chunk)
            brought += len(chunk)
            yield chunk
        if (real := f"sha256:{checksum.hexdigest()}") != digest or brought != size:
            raise self._differs("content", digest, real)

    def _manifest(self, reference: str) -> tuple[str, dict[str, Any]]:
        answer = good(self.asking, self._ask(f"{self._top}/manifests/{reference}"))
        body = b"".join(chunks(self.asking, answer, most=_MANIFEST_BYTES))
        return f"sha256:{hashlib.sha256(body).hexdigest()}", self._loaded(body)

    def _json(self, answer: HTTPResponse) -> dict[str, Any]:
        return self._loaded(b"".join(chunks(self.asking, answer, most=_MANIFEST_BYTES)))

    def _loaded(self, body: bytes) -> dict[str, Any]:
        try:
            loaded = json.loads(body)
        except ValueError:
            loaded = None
        if not isinstance(loaded, dict):
            raise self.asking.fault("other", "it answers with something else than JSON: is it a registry?")
        return loaded

    def _ask(self, url: str, *, method: str = "GET") -> HTTPResponse:
        answer = ask(self.asking, url, method=method, headers=_ACCEPTED, authorization=self._authorization)
        if answer.status != _UNAUTHORIZED:
            return answer
        answer.close()
        host, alias = self.asking.location.host, self.asking.source.alias
        login = None if self.asking.guest else for_registry(host, alias=alias, pulling=self.asking.pulling)
        challenge = answer.headers.get("WWW-Authenticate") or ""
        self._authorization = authorization(self.asking, challenge, login, path=self._path)
        answer = ask(self.asking, url, method=method, headers=_ACCEPTED, authorization=self._authorization)
        if answer.status == _UNAUTHORIZED and not login:
            answer.close()
            raise self.asking.fault("anonymous")
        return answer

    def _differs(self, what: str, pinned: str, real: str) -> PullError:
        message = (
            f"the {what} that {self.asking.location.host} sent is not what is pinned: {real[:19]}, not {pinned[:19]}"
        )
        return PullError(message, where=self.asking.source.alias, fix="ask who runs the registry; nothing was used")


def _loopback(host: str) -> bool:
    name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"

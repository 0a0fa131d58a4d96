"""Reads requests that scripts send to the API server itself: what they ask for, and what they create."""

import json

from cmp.value import Value
from cmp.waits.nouns.model import Made, Named, Truth
from cmp.waits.nouns.probe import Attempt, Call, Probe
from cmp.waits.nouns.text import HOLE, known
from cmp.waits.vocabulary.made import documents
from cmp.waits.vocabulary.options import host
from cmp.waits.vocabulary.resources import resource, target

HOST = "kubernetes.default.svc"
_HOSTS = ("kubernetes", "kubernetes.default", HOST, f"{HOST}.cluster.local")
_MISSING = json.dumps({"kind": "Status", "status": "Failure", "reason": "NotFound", "code": 404}, indent=2) + "\n"
_UNNAMED, _NAMED = 1, 2
"""How many parts a path has behind its namespace: those of a kind, and of one object."""


class Request(Value):
    """An address of the API server: a kind as kubectl takes it, the name of an object, "" for all, and a namespace."""

    kind: str
    name: str
    namespace: str


def request(url: str) -> Request | None:
    """Return what `https://kubernetes.default.svc/api/v1/namespaces/n/secrets/s` names, None for any other address."""
    at = host(url)
    if at is None or at.name not in _HOSTS:
        return None
    path = url.partition("://")[2] or url
    first, *parts = path.partition("/")[2].partition("?")[0].strip("/").split("/")
    if first not in ("api", "apis"):
        return None
    group, parts = ("", parts[1:]) if first == "api" else ("".join(parts[:1]), parts[2:])
    namespace = ""
    if parts[:1] == ["namespaces"] and len(parts) > _NAMED:
        namespace, parts = parts[1], parts[2:]
    if len(parts) not in (_UNNAMED, _NAMED) or not known(url):
        return None
    kind = f"{parts[0]}.{group}" if group else parts[0]
    return Request(kind=kind, name="".join(parts[1:]), namespace=namespace)


def read(asked: Request, *, fails: bool, body: bool, code: str, seconds: float) -> Attempt | None:
    """Return a request for one object: the server answers 404 as long as that is not there.

    Args:
        asked: what is requested.
        fails: whether the command fails then.
        body: whether it writes the answer.
        code: what it writes besides, "" for nothing; of that only `%{http_code}` is followed.
        seconds: how long it tries.
    """
    at = target(asked.kind, asked.name, asked.namespace)
    if not isinstance(at, Named):
        return None
    there, missing = _codes(code)
    probe = Probe(
        target=at,
        truth=Truth.EXISTS,
        seconds=seconds,
        lists=not fails,
        prints=HOLE * body + there,
        unready=HOLE * body + there,
        absent=_MISSING * (body and not fails) + missing,
    )
    return Attempt(probes=(probe,))


def _codes(code: str) -> tuple[str, str]:
    """Return what a format writes of an object that is there, and of one that is not."""
    plain = code.replace("\\n", "\n")
    if plain.strip("\n") != "%{http_code}":
        return (HOLE, HOLE) if code else ("", "")
    return plain.replace("%{http_code}", "200"), plain.replace("%{http_code}", "404")


def written(call: Call, asked: Request, text: str) -> Attempt:
    """Return what a request with a body makes: the object that its address or the text names."""
    where = "" if asked.namespace == call.namespace else asked.namespace
    kind, group = resource(asked.kind)
    if asked.name:
        return Attempt(made=(Made(resource=kind, name=asked.name, group=group, namespace=where),), status=None)
    text = call.variables.get(text[1:], "") if text.startswith("@") else text
    return Attempt(made=tuple(documents(text, where)), status=None)

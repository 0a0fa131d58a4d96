"""The objects that commands create: Secrets and ConfigMaps by name, and the objects of a here-document."""

from collections.abc import Iterator

from cmp import dialect
from cmp.errors import SwellError
from cmp.waits.nouns.model import Made
from cmp.waits.nouns.probe import Attempt, Call
from cmp.waits.nouns.text import HOLE, known
from cmp.waits.vocabulary.options import Options, options
from cmp.waits.vocabulary.resources import resource

_PLACES = {"secret": 2, "configmap": 1}
"""By kind, which word behind `create` is the name: of a Secret its type stands before it."""


def created(given: Options) -> Attempt | None:
    """Return what `kubectl create secret generic name` makes; with `--dry-run` it only writes it."""
    kind = resource(given.words[1])[0] if given.words[1:] else ""
    place = _PLACES.get(kind, 0) + 1
    name = given.words[place] if kind in _PLACES and given.words[place:] else ""
    namespace = given.namespace
    if not name or not known(name):
        return None
    if given.last("dry-run", "none") == "none":
        return Attempt(made=(Made(resource=kind, name=name, namespace=namespace),), status=None)
    at = f"\n  namespace: {namespace}" if namespace else ""
    return Attempt(prints=f"kind: {kind}\nmetadata:\n  name: {name}{at}\n")


def documents(text: str, namespace: str) -> Iterator[Made]:
    """Yield the objects of a text by kind and name, as far as they are known."""
    for document in f"\n{text}".split("\n---"):
        try:
            body = dialect.load(document) if "kind" in document else None
        except SwellError:
            continue  # what is put in for a variable may break the text
        metadata = body.get("metadata") if isinstance(body, dict) else None
        if isinstance(body, dict) and isinstance(metadata, dict):
            group, _, _ = str(body.get("apiVersion", "")).rpartition("/")
            kind, name = str(body.get("kind", HOLE)), str(metadata.get("name", HOLE))
            where = str(metadata.get("namespace") or namespace)
            if known(kind, name, where, group):
                yield Made(resource=kind.lower(), name=name, group=group, namespace=where)


def certificates(call: Call) -> Attempt:
    """Return the Secret that a generator of certificates creates: `create --secret-name=name`."""
    given = options(call.arguments, "secret-name namespace host cert-name key-name ca-name", long_dash=True)
    name = given.last("secret-name")
    if "patch" in given.words or not name or not known(name, given.namespace):
        return Attempt(status=None)
    namespace = given.namespace
    where = "" if namespace == call.namespace else namespace
    return Attempt(made=(Made(resource="secret", name=name, namespace=where),), status=None)

"""Reading an object's kind, name and metadata without reading all of it.

The head is the text up to the first top-level key that is none of apiVersion, kind and metadata. Where it parses by
itself and nothing further down could change it, the body need not be read; everything else is read as a whole.
"""

import re
from typing import Any

from cmp import dialect
from cmp.errors import ManifestError
from cmp.model import Head
from cmp.text import article
from cmp.value import FrozenDict

_LONGEST = 1024  # characters of what names an object
_FIX = "every object needs apiVersion, kind and metadata.name"
_GROUPS = "helm.sh/depends-on/resource-groups"  # of HIP-0025: the one annotation that may hold a list
_TOP = re.compile(r"^[^\s#].*", re.MULTILINE)
_OURS = re.compile(r"(?:apiVersion|kind|metadata):(?:\s|\Z)")
# What could speak of the head again below it: a key of the head, a quoted or complex key, a flow, an end of document.
_AGAIN = re.compile(r"""\n(?:(?:apiVersion|kind|metadata|items)\s*:|["'?{\[&*!<]|\.\.\.)""")
_STAR = re.compile(r"\*[\w-]")  # perhaps an alias, and aliases may unfold into too much, which only reading them tells
_BEFORE_ALIAS = (":", ",", "[", "{", "-")
_SPACE = 200  # characters between such a sign and an alias; where there are more, it may be one


def _length(text: str) -> int:
    """Return how much of a document is its head: all of it where that is not certain."""
    if _has_odd_breaks(text) or ("\\" in text and "\\/" in text):  # an escape that Go refuses
        return len(text)
    ours = False
    for line in _TOP.finditer(text):
        if _OURS.match(line[0]):
            ours = True
        else:
            below = max(line.start() - 1, 0)
            unsure = not ours or _AGAIN.search(text, below) or ("&" in text and _has_alias(text, below))
            return len(text) if unsure else line.start()
    return len(text)


def _has_alias(text: str, begin: int) -> bool:
    """Tell whether a text may have an alias behind a place."""
    for star in _STAR.finditer(text, begin):
        before = text[max(begin, star.start() - _SPACE) : star.start()].rstrip()
        if not before or before.endswith(_BEFORE_ALIAS):
            return True
    return False


def _has_odd_breaks(text: str) -> bool:
    """Tell whether a text has line breaks that only YAML knows: a lone carriage return, NEL, LS or PS."""
    if "\r" in text and "\r" in text.replace("\r\n", ""):
        return True
    return not text.isascii() and any(sign in text for sign in "\x85\u2028\u2029")


def read(text: str, *, where: str) -> tuple[Head | None, list[Any] | None, dict[str, Any] | None]:
    """Return a document's head (None if it is empty), its items if it is a list of objects, and itself if it was read.

    Raises:
        ManifestError: it is no object of Kubernetes; `where` says which document that is.
    """
    size = _length(text)
    document, whole = _prefix(text, size), None
    if document is None:
        size = len(text)
        document = whole = _load(text, where=where)
    if document is None:
        return None, None, None
    if not isinstance(document, dict):
        raise ManifestError("it is no object: something that is no manifest was printed", where=where, fix=_FIX)
    items = _items(document)
    return _head(document, size, where=where, named=items is None), items, whole


def _items(document: dict[str, Any]) -> list[Any] | None:
    """Return the items of what Argo CD takes for a list, where null stands for none."""
    items = document.get("items", ())
    if items is None and not document.keys() & {"spec", "status"}:
        return []
    return items if isinstance(items, list) else None


def _load(text: str, *, where: str) -> Any:
    """Return a document as Argo CD reads it, line by line (LineReader of k8s.io/apimachinery 0.36).

    Of `\\r\\r\\n` it leaves `\\r\\n`, one line end to YAML instead of two.
    """
    try:
        return dialect.construct(dialect.compose(text.replace("\r\n", "\n"), alone=True))
    except dialect.YamlError as problem:
        line = f", line {problem.line}" if problem.line else ""
        raise ManifestError(f"{problem.message}{line}", where=where, fix=problem.fix) from None


def _prefix(text: str, size: int) -> Any:
    """Return what the head says by itself; None where it is no head, or is cut off in the middle of something."""
    if size == len(text):
        return None
    try:
        document = dialect.construct(dialect.compose(text[:size], alone=True))
    except dialect.YamlError:
        return None
    whole = isinstance(document, dict) and "kind" in document and isinstance(document.get("metadata"), dict)
    return document if whole else None


def _head(document: dict[str, Any], length: int, *, where: str, named: bool) -> Head:
    kind, metadata = document.get("kind"), document.get("metadata") or {}
    if not isinstance(kind, str) or not kind or not kind.isprintable():
        raise ManifestError("it has no kind", where=where, fix=_FIX)
    _refuse_long(kind, "kind", where)
    if not isinstance(metadata, dict):
        raise ManifestError(f"the metadata of {article(kind)} is not a mapping", where=where, fix=_FIX)
    words = {key: _word(metadata.get(key), key, kind, where) for key in ("name", "generateName", "namespace")}
    if named and not words["name"] and not words["generateName"]:
        raise ManifestError(f"{article(kind)} has neither a name nor a generateName", where=where, fix=_FIX)
    return Head(
        length=length,
        api_version=_word(document.get("apiVersion"), "apiVersion", kind, where),
        kind=kind,
        name=words["name"],
        generate_name=words["generateName"],
        namespace=words["namespace"],
        labels=_texts(metadata, "labels", where=f"{where}: {kind}/{words['name']}"),
        annotations=_texts(metadata, "annotations", where=f"{where}: {kind}/{words['name']}"),
    )


def _word(value: Any, key: str, kind: str, where: str) -> str:
    if value is not None and not isinstance(value, str):
        raise ManifestError(f"the {key} of {article(kind)} is not text", where=where, fix="quote it")
    if value and not value.isprintable():
        raise ManifestError(f"the {key} of {article(kind)} has control characters", where=where, fix=_FIX)
    _refuse_long(value or "", key, where)
    return value or ""


def _refuse_long(word: str, key: str, where: str) -> None:
    """Refuse what names an object and is far longer than the API server takes; each mention would be as long."""
    if len(word) > _LONGEST:
        raise ManifestError(
            f"its {key} has {len(word)} characters, and the API server takes 253 at most", where=where, fix="shorten it"
        )


def _texts(metadata: dict[str, Any], key: str, *, where: str) -> dict[str, str]:
    texts = metadata.get(key) or {}
    if not isinstance(texts, dict):
        raise ManifestError(
            f"{key} is not a mapping", where=where, fix="write it as `key: text` lines, or leave it out"
        )
    if isinstance(groups := texts.get(_GROUPS), list):
        texts = {**texts, _GROUPS: dialect.to_json(groups)}
    for name, value in texts.items():
        if value is not None and not isinstance(value, str):
            # Argo CD, too, refuses the whole object, with a message that names neither key nor object.
            raise ManifestError(f"{key}: {name} is not text", where=where, fix="quote its value in the template")
    return FrozenDict((name, value) for name, value in texts.items() if value is not None)

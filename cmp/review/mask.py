"""Values of manifests as they may be shown: nothing of a Secret, and nothing that looks like a secret elsewhere."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from typing import Any

from cmp import dialect
from cmp.errors import SwellError
from cmp.manifests.diff import Field
from cmp.manifests.fields import document, walk
from cmp.model import Manifest, Ref
from cmp.review.known import Known
from cmp.value import Value
from cmp.values.secrets import HIDDEN, hidden, hides, looks_secret

_SECRET = ("", "Secret")
_PUBLIC = ("apiVersion", "kind", "type", "immutable")
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_SHORTEST = 6  # characters of a Secret's value that is looked for elsewhere: shorter ones are words of every day
_KEY = "PRIVATE KEY"  # of several lines that only together look like a secret
_LINE = re.compile(r"""^[-\s"']*+([\w.\-]+)["']?\s*[:=]\s*(\S.*)$""")


class _File(Value):
    """A text of several lines in a value."""

    text: str


class Mask:
    """Hides what no review may show; made from all objects of both sides, whose Secrets it knows."""

    def __init__(self, manifests: Iterable[Manifest]) -> None:
        """Learn the values of all Secrets, plain and in base64."""
        found = {text for one in manifests if one.ref.group_kind == _SECRET for text in _held(one)}
        self._known = Known(found)

    def shown(self, ref: Ref, field: Field) -> tuple[Any, Any]:
        """Return both values of a field as they may be shown; hidden ones that differ are told apart."""
        if _LAST_APPLIED in field.keys or (ref.group_kind == _SECRET and not _public(field.keys)):
            return tuple(None if value is None else HIDDEN for value in (field.old, field.new))  # type: ignore[return-value]
        return self._safe(field.old, field.keys), self._safe(field.new, field.keys)

    def _safe(self, value: Any, keys: tuple[str, ...]) -> Any:
        return self._without_known(_as_text(hidden(_as_files(value), keys)))

    def _without_known(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: HIDDEN if key == _LAST_APPLIED else self._without_known(below) for key, below in value.items()}
        if isinstance(value, list):
            return [self._without_known(below) for below in value]
        return self._known.without(value) if isinstance(value, str) else value


def _public(keys: tuple[str, ...]) -> bool:
    return keys[:1] == ("metadata",) or keys[0] in _PUBLIC


def _held(secret: Manifest) -> Iterator[str]:
    """Yield the values of a Secret as texts, each in the ways in which it may stand elsewhere."""
    body = document(secret)
    for value in [*walk(body, "data{}"), *walk(body, "stringData{}")]:
        text = value if isinstance(value, str) else dialect.to_json(value)
        for one in (text, _decoded(text), base64.b64encode(text.encode()).decode()):
            if len(one.strip()) >= _SHORTEST:
                yield one.strip()
                yield from (line.strip() for line in one.splitlines()[1:] if len(line.strip()) >= _SHORTEST)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def _as_files(value: Any) -> Any:
    """Return a value with a file in place of each text of several lines: those hide line by line."""
    if isinstance(value, dict):
        return {key: _as_files(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_as_files(below) for below in value]
    return _File(text=value) if isinstance(value, str) and "\n" in value and _KEY not in value else value


def _as_text(value: Any) -> Any:
    """Return a value with the lines of its files as they may be shown."""
    if isinstance(value, dict):
        return {key: _as_text(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_as_text(below) for below in value]
    if not isinstance(value, _File):
        return value
    secrets = Known(_secrets_in(value.text))
    return "\n".join(_line(line, secrets) for line in value.text.split("\n"))


def _line(line: str, secrets: Known) -> str:
    found = _LINE.match(line)
    if found and (hides((found[1],)) or looks_secret(line)):
        return line[: found.start(2)] + HIDDEN
    return secrets.without(line)


def _secrets_in(text: str) -> Iterator[str]:
    """Yield the texts of a file that its structure tells to be secrets, where it is YAML or JSON."""
    try:
        read = dialect.load(text)
    except SwellError:
        return
    yield from _masked(read, hidden(read, ()))


def _masked(value: Any, masked: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _masked(below, masked[key])
    elif isinstance(value, list):
        for one, other in zip(value, masked, strict=True):
            yield from _masked(one, other)
    elif masked == HIDDEN and value != HIDDEN:
        yield from filter(None, str(value).splitlines())

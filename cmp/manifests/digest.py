"""A digest of what a ConfigMap or Secret gives to the pods that read it: the same however it is written.

Keys in another order, labels, annotations and base64 against plain text make no difference, since no pod sees one.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from typing import Any

from cmp import dialect


def digest(document: Any, *, kind: str) -> str:
    """Return the digest of all that an object of that kind holds."""
    held: dict[str, bytes] = {}
    plain, coded = (("data",), ("binaryData",)) if kind == "ConfigMap" else (("stringData",), ("data",))
    for places, read in ((coded, _decoded), (plain, _plain)):  # stringData wins over data, as in the cluster
        for place in places:
            found = document.get(place) if isinstance(document, dict) else None
            held |= {str(key): read(value) for key, value in (found if isinstance(found, dict) else {}).items()}
    return joined(part for key in sorted(held) for part in (key.encode(), held[key]))


def joined(parts: Iterable[bytes]) -> str:
    """Return the digest of several parts, which says where each of them ends."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def _plain(value: Any) -> bytes:
    return (value if isinstance(value, str) else "" if value is None else dialect.to_json(value)).encode()


def _decoded(value: Any) -> bytes:
    """Return the bytes that base64 stands for, and other text as it is: the cluster will refuse that."""
    try:
        return base64.b64decode("".join(value.split()), validate=True) if isinstance(value, str) else _plain(value)
    except (binascii.Error, ValueError):
        return _plain(value)

"""Writing documents as JSON for Argo CD."""

import re
from typing import Any

# What Go's YAML refuses or folds inside a double-quoted scalar: control characters, line breaks of YAML 1.1, marks.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_PLAIN = re.compile(r"[ !#-\[\]-~]*")  # texts that JSON puts into quotation marks as they are


def to_json(document: Any) -> str:
    """Return a document as one line of JSON for Argo CD, which Go's YAML reads back unchanged."""
    if isinstance(document, str) and _PLAIN.fullmatch(document):
        return f'"{document}"'  # a wave, as most of what is written: `json` need not be imported for it
    import json

    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)

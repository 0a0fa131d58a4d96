"""Writing documents as text: YAML for people, JSON for Argo CD."""

import json
import re
from typing import Any

import yaml

from cmp.dialect import scalars
from cmp.dialect.nodes import GoScalars
from cmp.text import printable

# What Go's YAML refuses or folds inside a double-quoted scalar: control characters, line breaks of YAML 1.1, marks.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class _Dumper(GoScalars, yaml.CSafeDumper):
    """The C dumper; it quotes strings that Go would misread."""

    def ignore_aliases(self, _: Any) -> bool:
        """Return True: no aliases are written, each value is written where it stands."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    """Return a scalar, in double quotes where it holds what can't be seen: there it may be escaped."""
    seen = text.replace("\n", "").isprintable()
    return dumper.represent_scalar(scalars.TEXT, text, style=None if seen else '"')


_Dumper.add_representer(str, _text)
_Dumper.add_multi_representer(dict, _Dumper.represent_dict)
_Dumper.add_multi_representer(list, _Dumper.represent_list)
_Dumper.add_representer(int, lambda dumper, value: dumper.represent_scalar(scalars.tag(str(value)), str(value)))


def dump(document: Any) -> str:
    """Return a document as YAML for people: block style, keys in their order, safe for Go."""
    return printable(yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=2**31 - 1))


def to_json(document: Any) -> str:
    """Return a document as one line of JSON for Argo CD, which Go's YAML reads back unchanged."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)

"""Writing documents as YAML for people."""

import re
from typing import Any

import yaml
from yaml.cyaml import CSafeDumper

from cmp.dialect import scalars
from cmp.dialect.nodes import GoScalars
from cmp.text import is_visible, printable

# Texts to Go, which quotes them too, since other readers of YAML take them for dates and for numbers of base 60.
_TIME = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\s].*)?\Z|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z")


class _Dumper(GoScalars, CSafeDumper):
    """The C dumper; it quotes strings that Go would misread."""

    block: str | None = None

    def ignore_aliases(self, _: Any) -> bool:
        """Return True: no aliases are written, each value is written where it stands."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    """Return a scalar, in double quotes where it holds what can't be seen: there it may be escaped."""
    plain = dumper.block if "\n" in text else "'" if _TIME.match(text) else None
    return dumper.represent_scalar(scalars.TEXT, text, style=plain if is_visible(text) else '"')


class _BlockDumper(_Dumper):
    """One that writes texts of several lines as blocks."""

    block = "|"


_Dumper.add_representer(str, _text)
_Dumper.add_multi_representer(dict, _Dumper.represent_dict)
_Dumper.add_multi_representer(list, _Dumper.represent_list)
_Dumper.add_representer(int, lambda dumper, value: dumper.represent_scalar(scalars.tag(str(value)), str(value)))


def dump(document: Any, *, blocks: bool = False) -> str:
    """Return a document as YAML for people: block style, keys in their order, safe for Go.

    Texts of several lines are quoted, or `blocks`.
    """
    dumper = _BlockDumper if blocks else _Dumper
    return printable(yaml.dump(document, Dumper=dumper, sort_keys=False, allow_unicode=True, width=2**31 - 1))

"""The origins and the effect of a value as JSON, or the values below a path. Secrets are (hidden).

{"version": "swell.why/v1", "path", "set": false where a null has removed it, "value",
 "layers", the highest first: [{"place", "path", "value", "counts": true of the one that wins}],
 "reaches": [{"object", "field", "template"}], "reachesNothing": the reason, or null}

or {"version", "path", "below": [{"path", "value", "place"}]}
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from cmp.report.value_text import Reached, comes_from
from cmp.text import printable_json
from cmp.values.dotted import join
from cmp.values.located import MAPPING
from cmp.values.origins import Word

VERSION = "swell.why/v1"
"""Of the shape: fields may be added to it, and none changes its meaning or goes."""


def one(
    keys: Sequence[str],
    value: Any,
    layers: Iterable[tuple[Word, Any]],
    reached: tuple[Sequence[Reached], str],
    *,
    is_set: bool,
) -> str:
    """Return a value, the layers that say something of it, the highest first, and the fields that it reaches."""
    fields, nothing = reached
    return _text(
        {
            "path": join(keys),
            "set": is_set,
            "value": plain(value) if is_set else None,
            "layers": [
                {"place": comes_from(word.mark), "path": join(word.keys), "value": plain(said), "counts": word.counts}
                for word, said in reversed(list(layers))
            ],
            "reaches": [{"object": one.object, "field": one.field, "template": one.template} for one in fields],
            "reachesNothing": None if fields else nothing,
        }
    )


def below(keys: Sequence[str], leaves: Iterable[tuple[Sequence[str], Any, str]]) -> str:
    """Return all values below a path, each with where it comes from."""
    found = [{"path": join(path), "value": plain(value), "place": origin} for path, value, origin in leaves]
    return _text({"path": join(keys), "below": found})


def plain(value: Any) -> Any:
    """Return a value that may be shown as JSON has it: of a mapping that a layer adds to, none of its keys."""
    return {} if value is MAPPING else value


def _text(content: dict[str, Any]) -> str:
    return printable_json(json.dumps({"version": VERSION, **content}, indent=2, ensure_ascii=False))

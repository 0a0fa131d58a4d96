"""Which values are secrets, by what their keys are called, and by `writeOnly` in the chart's values.schema.json."""

import json
import os
import re
from collections.abc import Sequence
from typing import Any

from cmp.sources.places import read


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A key is a secret's if it ends in one of these, written in any fashion: dbPassword, db_password, db-password.
_LAST = _table("password passwd passphrase pwd pass secret token credential credentials privatekey apikey dsn htpasswd")
# ... or in `key` behind one of these: apiKey, and not keyName, nor a toleration's key.
_KEYS = _table("access account api auth client encryption license master private secret signing ssh storage tls")
# Whatever lies below such a mapping is a secret, save what only tells of one: `secrets: {enabled, name}`.
_GROUPS = _table("secrets credentials passwords tokens secretdata stringdata secretenv envsecrets")
_TELLING = _table(
    "annotations create enabled existing file filename key keys labels length mount name namespace path provider ref "
    "refs rotate store ttl type url username version"
)
_NAMING = frozenset(
    ("existing", "image", "use", "create", "enable", "generate", "mount", "automount")
)  # existingSecret
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
HIDDEN = "(hidden)"


def hides(keys: Sequence[str]) -> bool:
    """Tell whether the value at a path is a secret, as far as its keys tell."""
    *above, last = keys or ("",)
    if _sounds(last):
        return True
    words = _words(last)
    return any(key.lower().replace("_", "").replace("-", "") in _GROUPS for key in above) and not (
        words and words[-1] in _TELLING
    )


def hidden(value: Any, keys: Sequence[str], *, also: bool = False) -> Any:
    """Return a value as it may be shown at a path; in a list, `{name: DB_PASSWORD, value: ...}` is a secret too."""
    if isinstance(value, dict):
        named = isinstance(value.get("name"), str) and _sounds(value["name"])
        return {
            key: hidden(below, (*keys, key), also=also or (named and key == "value")) for key, below in value.items()
        }
    if isinstance(value, list):
        return [hidden(below, keys, also=also) for below in value]
    harmless = value is None or value == "" or isinstance(value, bool) or value is ...
    return HIDDEN if not harmless and (also or hides(keys)) else value


def write_only(chart: str, keys: Sequence[str]) -> bool:
    """Tell whether the schema of the chart in a folder says that a value is never to be shown.

    Raises:
        SourceError: the schema can't be read; one that is no JSON says nothing.
    """
    path = os.path.join(chart, "values.schema.json")
    if not os.path.isfile(path):
        return False
    try:
        top = json.loads(read(path, shown="values.schema.json"))
    except ValueError:
        return False
    here = _resolved(top, top)
    for key in keys:
        here = _resolved(_mapping(_mapping(here).get("properties")).get(key), top)
        if _mapping(here).get("writeOnly") is True:
            return True
    return False


def _resolved(schema: Any, top: Any) -> Any:
    """Follow `$ref` to another place of the same schema, a few times."""
    for _ in range(5):
        way = _mapping(schema).get("$ref")
        if not isinstance(way, str) or not way.startswith("#/"):
            break
        schema = top
        for step in way[2:].split("/"):
            schema = _mapping(schema).get(step)
    return schema


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _sounds(key: str) -> bool:
    words = _words(key)
    if not words or words[0] in _NAMING:
        return False
    return words[-1] in _LAST or (words[-1] == "key" and words[-2:-1] != [] and words[-2] in _KEYS)


def _words(key: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(key)]

"""Which values are secrets, by what their keys are called."""

import re
from collections.abc import Sequence
from typing import Any


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A key is a secret's if it ends in one of these, written in any fashion: dbPassword, db_password, db-password.
_LAST = _table("password passwd passphrase pwd pass secret token credential credentials privatekey apikey dsn htpasswd")
# ... or in `key` behind one of these: apiKey, and not keyName, nor a toleration's key.
_KEYS = _table("access account api auth client encryption license master private secret signing ssh storage tls")
# Whatever lies below such a key is a secret, save what only tells of one: `secrets: {enabled, name}`.
_GROUPS = _table("secrets credentials passwords tokens secretdata stringdata secretenv envsecrets")
_TELLING = _table(
    "annotations create enabled existing file filename key keys labels length mount name namespace path provider ref "
    "refs rotate store ttl type url username version"
)
_NAMING = frozenset(
    ("existing", "image", "use", "create", "enable", "generate", "mount", "automount")
)  # existingSecret
# Where it costs nothing to hide too much, these tell of a secret as well.
_WEAK = _table("auth cert key private")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
HIDDEN = "(hidden)"


def hides(keys: Sequence[str]) -> bool:
    """Tell whether the value at a path is a secret, as far as its keys tell."""
    *above, last = keys or ("",)
    if _sounds(last) or _is_group(last):
        return True
    words = _words(last)
    return any(map(_is_group, above)) and not (words and words[-1] in _TELLING)


def may_hide(key: str) -> bool:
    """Tell whether a key might be a secret's: it has one of the words of a secret, or a weaker one, anywhere in it."""
    lowered = key.lower()
    return any(word in lowered for word in (*_LAST, *_WEAK))


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


def _is_group(key: str) -> bool:
    return key.lower().replace("_", "").replace("-", "") in _GROUPS


def _sounds(key: str) -> bool:
    words = _words(key)
    if not words or words[0] in _NAMING:
        return False
    return words[-1] in _LAST or (words[-1] == "key" and words[-2:-1] != [] and words[-2] in _KEYS)


def _words(key: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(key)]

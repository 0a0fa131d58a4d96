"""Which values are secrets where the user asks for values: by what their keys are called, and what they look like."""

import binascii
import re
from collections.abc import Sequence
from typing import Any


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A key is a secret's if it ends in one of these, written in any fashion: dbPassword, db_password, db-password.
_LAST = _table(
    "apikey authorization cookie credential credentials dockercfg dockerconfigjson dsn ecdsa htpasswd keytab "
    "kubeconfig netrc otp pass passcode passphrase passwd password pgpass pin privatekey privkey pwd rsa salt "
    "secret token"
)
# ... or in these two words.
_PAIRS = (
    ("connection", "string"),
    ("webhook", "url"),
    ("secret", "id"),
    ("docker", "config"),
    ("key", "store"),
    ("ed", "25519"),
)
# ... or in `key` behind one of these, be it in the key above: apiKey, tls.key, and not keyName, nor a toleration's key.
_KEYS = _table(
    "access account api app application auth ca cert certificate client cookie crypto deploy encryption hmac host jwt "
    "license master oauth private root rsa secret server service session shared signing ssh ssl storage tls webhook"
)
_ENDINGS = _table("b64 base64 der pem txt")  # of a file in which such a thing lies
# Whatever lies below such a key is a secret, save what only tells of one: `secrets: {enabled, name}`.
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
# A text is a secret that holds one: a private key, a URL with a password, a token, an assignment of a password.
_LOOKS = re.compile(
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY"
    r"|://[^/\s:@]*:[^/\s@]+@"
    r"|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk_live_|AKIA|AIza|hvs\.)[\w-]{12,}"
    r"|\b(?:Basic|Bearer) +[\w+/.=~-]{8,}"
    r"|(?i:password|passwd|pwd|secret|token|accountkey|sharedaccesskey|api_?key)[\"']?\s*[=:]\s*[\"']?[^\s;,\"'{$]{3,}"
    r"|\"auth\"\s*:\s*\"",
)
_SIGNED = re.compile(r"\beyJ[\w-]{8,}+(\.[\w-]{8,}\.)?")
"""What may begin a JSON web token, to the end of its word: what begins in the same word is none where this is none."""
_CODED = re.compile(r"(?:[A-Za-z0-9+/\s]{4}){4,}+={0,2}\s*")


def hides(keys: Sequence[str]) -> bool:
    """Tell whether the value at a path is a secret, as far as its keys tell."""
    *above, last = keys or ("",)
    if _sounds(_words(last)) or _is_group(last):
        return True
    words = _words(last)
    if words[:1] == ["key"] and above and _ENDINGS.issuperset(words[1:]):  # tls.key, tls.keyPem
        return _sounds([*_words(above[-1]), "key"])
    below = any(_is_group(key) or _sounds(_words(key)) for key in above)
    return below and not (words and words[-1] in _TELLING)


def looks_secret(text: str) -> bool:
    """Tell whether a text holds a secret, whatever it is called; base64 of such a text does too."""
    if _shows(text):
        return True
    if not _CODED.fullmatch(text):
        return False
    try:
        return _shows(binascii.a2b_base64(text).decode(errors="replace"))
    except binascii.Error:
        return False


def _shows(text: str) -> bool:
    return _LOOKS.search(text) is not None or any(found[1] for found in _SIGNED.finditer(text))


def hidden(value: Any, keys: Sequence[str], *, also: bool = False) -> Any:
    """Return a value as it may be shown at a path; in a list, `{name: DB_PASSWORD, value: ...}` is a secret too."""
    if isinstance(value, dict):
        named = any(isinstance(value.get(word), str) and _sounds(_words(value[word])) for word in ("name", "key"))
        return {
            key: hidden(below, (*keys, key), also=also or (named and key == "value")) for key, below in value.items()
        }
    if isinstance(value, list):
        before = ("", *value)
        return [
            hidden(below, keys, also=also or _is_of_secret(one, below))
            for one, below in zip(before, value, strict=False)
        ]
    harmless = value is None or value == "" or isinstance(value, bool) or value is ...
    looks = isinstance(value, str) and looks_secret(value)
    return HIDDEN if not harmless and (also or looks or hides(keys)) else value


def _is_of_secret(before: Any, value: Any) -> bool:
    """Tell whether the element before says what this one of a command line is: `--password`."""
    if not isinstance(before, str) or not before.startswith("-") or "=" in before:
        return False
    return _sounds(_words(before)) and not (isinstance(value, str) and value.startswith("-"))


def _is_group(key: str) -> bool:
    return key.lower().replace("_", "").replace("-", "") in _GROUPS


def _sounds(words: list[str]) -> bool:
    """Tell whether the words of a key name a secret."""
    while len(words) > 1 and words[-1] in _ENDINGS:
        words = words[:-1]
    if not words or words[0] in _NAMING:
        return False
    *_, before, last = ("", *words)
    return last in _LAST or (before, last) in _PAIRS or (last == "key" and before in _KEYS)


def _words(key: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(key)]

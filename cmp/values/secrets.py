"""Which values are secrets where the user asks for values: by what their keys are called, and what they look like."""

import binascii
import re
from collections.abc import Sequence
from typing import Any


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A key is a secret's if it ends in one of these, written in any fashion: sentryDsn, SENTRY_DSN, sentry-dsn.
_LAST = _table(
    "authorization cookie dockercfg dockerconfigjson dsn ecdsa htpasswd keytab kubeconfig netrc otp pin privkey rsa "
    "salt"
)
# ... or in one of these, where it is a value's own key: below `jwt` lies what tells of one, as issuer and audience.
_LEAVES = _table("bearer hmac jwt mnemonic psk sas totp")
# ... or in these two words.
_PAIRS = (
    ("connection", "string"),
    ("connection", "uri"),
    ("connection", "url"),
    ("webhook", "url"),
    ("secret", "id"),
    ("docker", "config"),
    ("key", "store"),
    ("ed", "25519"),
    ("password", "hash"),
)
# ... or in `key` behind one of these, be it in the key above: apiKey, tls.key, and not keyName, nor a toleration's key.
_KEYS = _table(
    "access account api app application auth ca cert certificate client cookie crypto decryption deploy encryption "
    "fernet hmac host jwt license master oauth preshared private root rsa secret server service session shared signing "
    "ssh ssl storage tls unseal webhook"
)
# ... or if one of these ends a word, or `key` behind one of those above: password, PGPASSWORD, awssecretaccesskey.
_STEMS = _table(
    "connectionstring connectionuri credential credentials pass passcode passphrase passwd password pw pwd secret "
    "token webhookurl"
)
_NO_STEMS = ("bypass", "compass", "overpass", "surpass", "trespass", "underpass")
# What may stand behind all that, as digits may: of which secret, in which form, or of a file in which it lies.
_QUALIFIERS = _table(
    "b base current default encoded new next old plain prev previous primary raw secondary string text v value "
    "der pem txt"
)
# Whatever lies below such a key is a secret, save what only tells of one: `secrets: {enabled, name}`.
_GROUPS = _table("secrets credentials passwords tokens secretdata stringdata secretenv envsecrets")
_TELLING = _table(
    "annotations create enabled existing file filename key keys labels length mount name namespace path provider ref "
    "refs rotate store ttl type url username version"
)
_NAMING = frozenset(
    ("existing", "image", "use", "create", "enable", "generate", "mount", "automount")
)  # existingSecret
# The same at the start of a word that joins several: existingsecret, and no userpassword or generatedtoken.
_JOINED_NAMING = re.compile(r"existing|image|use(?!r)|(?:create|enable|generate)(?!d)|(?:auto)?mount")
_LONGEST = 60  # characters at the end of a word of which one is looked for
_JOINED = re.compile(
    rf"(?:{'|'.join(_STEMS)}|(?:{'|'.join(_KEYS)})key)(?:{'|'.join(one for one in _QUALIFIERS if len(one) > 1)})?\Z"
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
HIDDEN = "(hidden)"
# A text is a secret that holds one: a private key, a URL with a password, a signature or a webhook, a token, an
# assignment of a password.
_LOOKS = re.compile(
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY"
    r"|//[^/\s:@]*:[^/\s@]+@"
    r"|(?i:[?&](?:sig|signature|x-(?:amz|goog)-signature)=[^\s&]{3,})"
    r"|\b(?:hooks\.slack(?:-gov)?\.com/(?:services|triggers|workflows)|discord(?:app)?\.com/api/(?:v\d+/)?webhooks)/\S"
    r"|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[rs]k_(?:live|test)_|dckr_pat_|whsec_|AKIA|AIza|ya29\.|hv[bs]\.)"
    r"[\w-]{12,}"
    r"|\bASIA[A-Z0-9]{16}\b|\b(?:npm_|hf_)[A-Za-z0-9]{16,}|\bSG\.[\w-]{16,}|\b(?:pypi-|sk-[\w-]{0,99}?)\w{16,}"
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
    words = _words(last)
    if _sounds(words, also=_LEAVES) or _is_group(last):
        return True
    if words[:1] == ["key"] and above and all(map(_qualifies, words[1:])):  # tls.key, tls.keyPem
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
        named = any(
            isinstance(value.get(word), str) and _sounds(_words(value[word]), also=_LEAVES) for word in ("name", "key")
        )
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
    return _sounds(_words(before), also=_LEAVES) and not (isinstance(value, str) and value.startswith("-"))


def _is_group(key: str) -> bool:
    return key.lower().replace("_", "").replace("-", "") in _GROUPS


def _sounds(words: list[str], *, also: frozenset[str] = frozenset()) -> bool:
    """Tell whether the words of a key name a secret; `also` such words as do so here."""
    if not words or words[0] in _NAMING or (len(words) == 1 and _JOINED_NAMING.match(words[0])):
        return False
    at = len(words)
    while not (found := _ends(words[max(at - 2, 0) : at], also)) and at > 1 and _qualifies(words[at - 1]):
        at -= 1
    return found


def _ends(words: list[str], also: frozenset[str]) -> bool:
    """Tell whether one or two words end the name of a secret."""
    *_, before, last = ("", *words)
    if last in _LAST or last in also or (before, last) in _PAIRS or (last == "key" and before in _KEYS):
        return True
    joined = _JOINED.search(last[-_LONGEST:]) or _JOINED.fullmatch(f"{before}{last}"[-_LONGEST:])  # passWord, APIkey
    return joined is not None and not last.endswith(_NO_STEMS)


def _qualifies(word: str) -> bool:
    return word in _QUALIFIERS or word.isdigit()


def _words(key: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(key)]

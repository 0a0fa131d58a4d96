"""Go's meaning of scalars: see `resolve.go` of go.yaml.in/yaml/v2, and sigs.k8s.io/yaml for keys and numbers."""

import binascii
import math
import re
import struct

Scalar = bool | int | float | str | None

_TAG = "tag:yaml.org,2002:"
TEXT, MERGE, SEQUENCE, MAPPING = (_TAG + name for name in ("str", "merge", "seq", "map"))
_FLOAT, _TIME, _BINARY = _TAG + "float", _TAG + "timestamp", _TAG + "binary"
_TAGS = {bool: _TAG + "bool", type(None): _TAG + "null", int: _TAG + "int", float: _FLOAT, str: TEXT}
_RESOLVED = {*_TAGS.values(), _TIME}
_WORDS: dict[str, bool | float | None] = (
    dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True)
    | dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False)
    | dict.fromkeys(("", "~", "null", "Null", "NULL"))
    | dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf)
    | dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf)
    | dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan)
)
# Every Go integer has at most twenty digits; Go reads a longer number as a float.
_INTEGER = re.compile(r"([-+]?)(?:0[bB]([01]+)|0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]{,19}))\Z")
_REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_BASES = (2, 16, 8, 10)
_LONE_BYTES = re.compile("[\udc80-\udcff]")


def meaning(text: str) -> Scalar:
    """Return Go's value of a plain scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    plain = re.sub("(?<=[0-9])_(?=[0-9])", "", text) if text[0] == "." else text.replace("_", "")
    for read in (_whole, _real):
        if (value := read(plain)) is not None:
            return value
    return text


def number(text: str) -> int | float | None:
    """Return the number that Go reads in a plain scalar, None if it reads something else."""
    value = meaning(text)
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return None
    return _shortest(value) if isinstance(value, float) else value


def tag(text: str) -> str:
    """Return the tag that Go gives a plain scalar."""
    return MERGE if text == "<<" else _TAGS[type(meaning(text))]


def tagged(tag: str, text: str) -> Scalar:
    """Return Go's value of a scalar with a tag, explicit or from `tag`.

    Raises:
        ValueError: the text does not fit the tag.
    """
    if tag == _BINARY:
        return _LONE_BYTES.sub("\ufffd", _binary(text).decode(errors="surrogateescape"))
    if tag == TEXT or tag not in _RESOLVED:
        return text
    value = meaning(text)
    if tag == _TAGS[type(value)] or (tag == _TIME and isinstance(value, str)):
        return value
    if tag == _FLOAT and type(value) is int and value < 2**63:
        return float(value)
    raise ValueError(f"not a {tag.removeprefix(_TAG)}, as its tag says")


def compared(tag: str, text: str) -> Scalar | bytes:
    """Return what Go compares a key by: the value, of which binary keys that are no text keep their bytes.

    Raises:
        ValueError: the text does not fit the tag.
    """
    if tag != _BINARY:
        return tagged(tag, text)
    content = _binary(text)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


def as_value(scalar: Scalar) -> Scalar:
    """Return a scalar as a JSON value. Raises ValueError for infinity and NaN."""
    if not isinstance(scalar, float):
        return scalar
    if not math.isfinite(scalar):
        raise ValueError("JSON has no infinity and no NaN")
    return _shortest(scalar)


def as_key(scalar: Scalar) -> str:
    """Return Go's key for a scalar. Raises ValueError for null and for integers of 2**63 and more."""
    if isinstance(scalar, str):
        return scalar
    if isinstance(scalar, bool):
        return str(scalar).lower()
    if isinstance(scalar, float):
        return _narrow(scalar)
    if scalar is None or scalar >= 2**63:
        raise ValueError("a key that can't be text")
    return str(scalar)


def _whole(plain: str) -> int | None:
    if plain.startswith(("0b-", "0b+")):  # where ParseInt fails, Go tries again behind the `0b`
        plain = re.sub(r"\A0b([-+])(?=[01])", r"\g<1>0b", plain)
    if not (found := _INTEGER.match(plain)):
        return None
    digits, base = next((d, b) for d, b in zip(found.groups()[1:], _BASES, strict=True) if d is not None)
    value = int(digits, base) * (-1 if found[1] == "-" else 1)
    return value if -(2**63) <= value < (2**63 if found[1] else 2**64) else None


def _real(plain: str) -> float | None:
    value = float(plain) if _REAL.match(plain) else math.inf
    return None if math.isinf(value) else value  # ParseFloat fails when it overflows, and the scalar stays text


def _shortest(real: float) -> int | float:
    """Return a float as Go's JSON prints it: an integer below 1e21, and the fewest digits that are unambiguous."""
    if not real.is_integer() or abs(real) >= 1e21:  # noqa: PLR2004  (where Go turns to 1e+21)
        return real
    mantissa, _, power = repr(real).partition("e")
    whole, _, rest = mantissa.partition(".")
    return int(whole + rest.ljust(int(power), "0")) if power else int(real)


def _narrow(real: float) -> str:
    """Return a float as Go prints a key: as a 32-bit one, with the fewest digits that are unambiguous."""
    try:
        (narrow,) = struct.unpack("f", struct.pack("f", real))
    except OverflowError:
        narrow = math.copysign(math.inf, real)
    if not math.isfinite(narrow):
        return {math.inf: ".inf", -math.inf: "-.inf"}.get(narrow, ".nan")
    places = next(n for n in range(9) if struct.pack("f", float(f"{narrow:.{n}e}")) == struct.pack("f", narrow))
    power = int(f"{narrow:.{places}e}".partition("e")[2])
    return f"{narrow:.{places}e}" if power < -4 or power >= 6 else f"{narrow:.{max(places - power, 0)}f}"  # noqa: PLR2004


def _binary(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text.replace("\n", ""), strict_mode=True)
    except ValueError:
        raise ValueError("not base64, as its tag says") from None

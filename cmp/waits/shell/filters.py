"""Programs that turn one text into another; of an unknown text the result is unknown."""

import json
import re
from collections.abc import Callable, Iterable, Sequence

from cmp.waits.nouns.text import HOLE, known, number

Result = tuple[bool | None, str]
Filter = Callable[[Sequence[str], str], Result]
_UNKNOWN: Result = (None, HOLE)
_MOST = 10_000
"""Numbers of the longest `seq` that is followed."""
_MOST_COMPARED = 1 << 22
"""Characters of a pattern, times those that it is looked for in."""
_NUMERALS = 9
_PATH = re.compile(r"(?:\.\w+)+")
_PLAIN = re.compile(r"[\w ./:=,@%-]*")


def _grep(arguments: Sequence[str], given: str) -> Result:
    flags, patterns, place = "", [], 0
    while place < len(arguments):
        each = arguments[place]
        if each in ("-e", "--regexp") and place + 1 < len(arguments):
            patterns.append(arguments[place + 1])
            place += 1
        elif each in ("--quiet", "--silent"):
            flags += "q"
        elif each.startswith("-") and len(each) > 1:
            flags += each[1:]
        else:
            patterns.append(each)
        place += 1
    if len(patterns) != 1 or not known(given, *patterns) or set(flags) - set("qEFwvcixs"):
        return _grepped_nothing(given, flags) if patterns else _UNKNOWN
    fits = matcher(patterns[0], flags) if len(patterns[0]) * len(given) <= _MOST_COMPARED else None
    if fits is None:
        return _grepped_nothing(given, flags)
    lines = [line for line in given.splitlines() if fits(line) != ("v" in flags)]
    return bool(lines), "" if "q" in flags else (f"{len(lines)}\n" if "c" in flags else _lines(lines))


def _grepped_nothing(given: str, flags: str) -> Result:
    """Return what a pattern that is not followed finds: in nothing, nothing."""
    if given:
        return _UNKNOWN
    return False, "0\n" if "c" in flags and "q" not in flags else ""


def matcher(pattern: str, flags: str) -> Callable[[str], bool] | None:
    """Return what tells whether a line has a pattern, None for what is more than plain words."""
    alternatives = [pattern] if "F" in flags else re.split(r"\\\|" if "E" not in flags else r"\|", pattern)
    found = []
    for one in alternatives:
        start, end = ("^" if one.startswith("^") else ""), ("$" if one.endswith("$") else "")
        core = one.removeprefix("^").removesuffix("$")
        if not _PLAIN.fullmatch(core):
            return None
        core = re.escape(core)
        core = rf"\b{core}\b" if "w" in flags else core
        found.append(f"^{core}$" if "x" in flags else f"{start}{core}{end}")
    search = re.compile("|".join(found), re.IGNORECASE if "i" in flags else 0).search
    return lambda line: search(line) is not None


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _cut(arguments: Sequence[str], given: str) -> Result:
    options = "\x00".join(arguments)
    delimiter, field = (
        re.search(r"(?:^|\x00)-d\x00?(.)", options, re.DOTALL),
        re.search(r"(?:^|\x00)-f\x00?(\d{1,3})(?:\x00|$)", options),
    )
    if not (delimiter and field and known(given)):
        return _of_nothing(arguments, given)
    number = int(field[1])
    found = []
    for line in given.splitlines():
        parts = line.split(delimiter[1])
        found.append(line if len(parts) == 1 else "".join(parts[number - 1 : number]))
    return True, _lines(found)


def _count(arguments: Sequence[str], given: str) -> Result:
    if not known(given) or list(arguments) not in (["-l"], ["-w"], ["-c"]):
        return None if given else True, HOLE
    counted = {"-l": given.count("\n"), "-w": len(given.split()), "-c": len(given)}
    return True, f"{counted[arguments[0]]}\n"


def _seq(arguments: Sequence[str], _: str) -> Result:
    if not arguments or not all(each.isdecimal() and len(each) <= _NUMERALS for each in arguments):
        return _UNKNOWN
    numbers = [int(each) for each in arguments]
    first = numbers[0] if len(numbers) > 1 else 1
    step = numbers[1] if numbers[2:] else 1
    if not step or (numbers[-1] - first) // step > _MOST:
        return _UNKNOWN
    return True, _lines(map(str, range(first, numbers[-1] + 1, step)))


def _first(arguments: Sequence[str], given: str) -> Result:
    count = "".join(arguments).removeprefix("-n").removeprefix("-") or "10"
    if not known(given) or (most := number(count)) is None:
        return _of_nothing(arguments, given)
    return True, "".join(given.splitlines(keepends=True)[:most])


def _tr(arguments: Sequence[str], given: str) -> Result:
    """Delete plain characters, or put one in place of another."""
    if not known(given) or len(arguments) != 2:  # noqa: PLR2004
        return _of_nothing(arguments, given)
    old, new = (each.replace("\\n", "\n") for each in arguments)
    if old == "-d" and (new == "-" or not set(new) & set("[\\-")):
        return True, "".join(letter for letter in given if letter not in new)
    return (True, given.replace(old, new)) if len(old) == len(new) == 1 else _of_nothing(arguments, given)


def _of_nothing(_: Sequence[str], given: str) -> Result:
    return _UNKNOWN if given else (True, "")


def _awk(arguments: Sequence[str], given: str) -> Result:
    text = " ".join(arguments)
    return _UNKNOWN if "BEGIN" in text or "END" in text else _of_nothing(arguments, given)


def _jq(arguments: Sequence[str], given: str) -> Result:
    """Return a field of a known object as `jq -r .a.b` does; `-e` fails where there is none."""
    flags = "".join(each.lstrip("-") for each in arguments if each.startswith("-"))
    paths = [each for each in arguments if not each.startswith("-")]
    if not given:
        return "e" not in flags, ""
    if not known(given, *paths) or len(paths) != 1 or not _PATH.fullmatch(paths[0]) or set(flags) - set("er"):
        return _UNKNOWN
    try:
        found = json.loads(given)
    except (ValueError, RecursionError):
        return _UNKNOWN
    for key in filter(None, paths[0].split(".")):
        found = found.get(key) if isinstance(found, dict) else None
    if isinstance(found, dict | list):
        return _UNKNOWN
    plain = found if isinstance(found, str) and "r" in flags else json.dumps(found)
    if not _is_text(plain):
        return _UNKNOWN
    return not ("e" in flags and found in (None, False)), f"{plain}\n"


def _is_text(text: str) -> bool:
    """Tell whether a text can be written; JSON may escape halves of characters, which can't."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _name(arguments: Sequence[str], _: str) -> Result:
    plain = len(arguments) == 1 and known(arguments[0])
    return (True, arguments[0].rstrip("/").rpartition("/")[2] + "\n") if plain else _UNKNOWN


FILTERS: dict[str, Filter] = {
    "grep": _grep,
    "egrep": lambda arguments, given: _grep(["-E", *arguments], given),
    "fgrep": lambda arguments, given: _grep(["-F", *arguments], given),
    "cut": _cut,
    "wc": _count,
    "seq": _seq,
    "head": _first,
    "tr": _tr,
    "awk": _awk,
    "basename": _name,
    "jq": _jq,
    **dict.fromkeys(("sed", "yq", "sort", "uniq", "tail", "xargs", "base64"), _of_nothing),
    "tee": lambda _, given: (True, given),
}

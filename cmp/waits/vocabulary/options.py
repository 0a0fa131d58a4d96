"""Parses the options and arguments of a command line."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from cmp.value import Value
from cmp.waits.nouns.model import Host
from cmp.waits.nouns.text import HOLE, UNSET, known

_AFTER_SCHEME = "://"


class Options(Value):
    """The options of a command by their long name, its words, and what stands behind `--`."""

    values: Mapping[str, tuple[str, ...]]
    words: tuple[str, ...]
    rest: tuple[str, ...] = ()

    def last(self, name: str, default: str = "") -> str:
        """Return the last value of an option."""
        return self.values.get(name, (default,))[-1]

    @property
    def namespace(self) -> str:
        """The namespace that is named; "", which is the pod's own, also where a variable is that nothing sets."""
        named = self.last("namespace")
        return "" if named == UNSET else named

    def __contains__(self, name: str) -> bool:
        return name in self.values


@cache
def _valued(names: str) -> tuple[frozenset[str], Mapping[str, str]]:
    """Return the long names of the options that take a value, and the name of each short one."""
    entries = [(entry[0], *entry.partition("/")) for entry in names.split()]
    long = frozenset(name or before for _, before, _, name in entries)
    return long, {letter: name or letter for letter, before, slash, name in entries if slash and len(before) == 1}


def options(arguments: Sequence[str], valued: str, *, long_dash: bool = False) -> Options:
    """Return the options of a command.

    `valued` names those that take a value: `n/namespace` with both names, `timeout` with the long one alone, `w/` with
    the short one. All others are flags, whose value is "true" where `=` gives none. `long_dash` tells that long names
    may stand behind one dash.
    """
    long, short = _valued(valued)
    values: dict[str, list[str]] = defaultdict(list)
    words: list[str] = []
    waiting = list(reversed(arguments))
    rest: list[str] = []
    while waiting:
        each = waiting.pop()
        if each == "--":
            rest = list(reversed(waiting))
            break
        if each.startswith("--") or (long_dash and each.startswith("-") and each != "-"):
            name, assigns, value = each.lstrip("-").partition("=")
            if not assigns:
                value = waiting.pop() if name in long and waiting else "true"
            values[name].append(value)
        elif each.startswith("-") and each != "-":
            _take_short(each[1:], short, values, waiting)
        else:
            words.append(each)
    return Options(values={name: tuple(each) for name, each in values.items()}, words=tuple(words), rest=tuple(rest))


def _take_short(letters: str, short: Mapping[str, str], values: dict[str, list[str]], waiting: list[str]) -> None:
    """Take options such as `-zvw3`: the first that takes a value has the rest, or the next word."""
    for place, letter in enumerate(letters):
        name = short.get(letter)
        if name is None:
            values[letter].append("true")
            continue
        rest = letters[place + 1 :].removeprefix("=")
        value = rest or (waiting.pop() if waiting else "")
        values[name].append(value)
        return


def host(text: str, port: str = "") -> Host | None:
    """Return the host of a URL, of `host:port` or of a name, None where it is not known."""
    text = text.partition(_AFTER_SCHEME)[2] if _AFTER_SCHEME in text else text
    text = text.partition("/")[0].partition("?")[0].rpartition("@")[2]
    name, _, behind = text.partition(":")
    plain = name.replace("-", "a").replace(".", "a").replace("_", "a")
    if not known(name) or not plain.isalnum() or not plain.isascii():
        return None
    port = behind or port
    return Host(name=name.lower().rstrip("."), port=port if port.isdecimal() else "")


def listed(text: str) -> list[str]:
    """Return the elements of a list with commas; one that is not known has none."""
    return [] if HOLE in text else [each.strip() for each in text.split(",") if each.strip()]

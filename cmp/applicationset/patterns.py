"""The patterns of a git generator, as functions that tell whether a path fits.

Each is read as the program reads it that Argo CD 3.6.1 asks: directories by path.Match of Go, files by git, or where
the setting ENABLE_NEW_GIT_FILE_GLOBBING is on, by github.com/bmatcuk/doublestar. A `*` is tried at each place once, so
that no pattern takes longer than its length and that of the path allow.
"""

import functools
import re
from collections.abc import Callable, Iterator

from cmp.applicationset.model import malformed
from cmp.applicationset.wildcards import BadPatternError, expression

Fits = Callable[[str], bool]
_MOST = 500  # alternatives of braces
_CHARACTERS = 1_000_000  # of all patterns that braces stand for
_CLASS = re.compile(r"\[(!?)((?:\\.|[^\]\\])*)\]", re.DOTALL)
_RANGE = re.compile(r"[^\\]-([^\\])?", re.DOTALL)
_GOBWAS = re.compile(r"\\.|\[!?(?:\\.|[^\]\\])*+\]|.", re.DOTALL)
_PLAIN = re.compile(r"\\.|.", re.DOTALL)


def of_directories(pattern: str) -> Fits:
    """Return the match of a directory's pattern: no `*` takes a slash; one that can't be read fits nothing."""
    try:
        return _matcher(expression(pattern, star="[^/]", negations="^"))
    except BadPatternError:
        return lambda _: False


def of_files(pattern: str) -> Fits:
    """Return the match of a file's pattern as git's: `*` takes slashes too, and a folder's name means all below it.

    Raises:
        RequestError: git refuses the pattern, or it begins with a colon, which tells git how to read it.
    """
    if pattern.startswith(":"):
        raise malformed(
            f"its pattern {pattern} begins with a colon, which tells git how to read it; Swell does not",
            fix="write the pattern without it",
        )
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    if pattern.startswith("/") or ".." in parts:
        raise malformed(
            f"its pattern {pattern} leads out of the repository, and git refuses it", fix="begin at its root"
        )
    plain = "/".join(parts) + "/" * (pattern.endswith("/") and bool(parts))
    below = plain.rstrip("/") + "/"
    glob = _of_git(plain)
    return lambda path: not parts or path == plain or path.startswith(below) or glob(path)


def _of_git(pattern: str) -> Fits:
    try:
        return _matcher(expression(pattern, star="[\\s\\S]", negations="!^"))
    except BadPatternError:
        return lambda _: False


def of_files_newly(pattern: str) -> Fits:
    """Return the match of a file's pattern under the new setting: `**` is any number of folders, and `{a,b}` either.

    Raises:
        RequestError: the pattern can't be read, or there is no end of what it stands for.
    """
    cleaned = "/".join(part for part in pattern.split("/") if part not in ("", "."))
    try:
        choices = [_globs(one.split("/")) for one in _alternatives(cleaned)]
    except BadPatternError as problem:
        raise malformed(f"its pattern {pattern} can't be read: {problem}", fix="correct its brackets") from None
    return lambda path: any(one(path.split("/")) for one in choices)


def of_names(pattern: str, *, star: str = "[\\s\\S]") -> Fits:
    """Return the match of a glob that Argo CD reads with github.com/gobwas/glob: `*` takes `star`, `{a,b}` is either.

    One that can't be read fits nothing.
    """
    try:
        plain = "".join(map(_term, _terms(pattern)))
        choices = [_matcher(expression(one, star=star, negations="!")) for one in _alternatives(plain)]
    except BadPatternError:
        return lambda _: False
    return lambda path: any(one(path) for one in choices)


def _terms(pattern: str) -> Iterator[str]:
    """Yield the terms of a gobwas glob; behind a class that does not end, no other one does."""
    at, terms = 0, _GOBWAS
    while found := terms.match(pattern, at):
        if found[0] == "[":
            terms = _PLAIN
        yield found[0]
        at = found.end()


def _term(term: str) -> str:
    """Return a term of a gobwas glob as other globs have it: a class there is one range, or a list with plain signs.

    Raises:
        BadPatternError: a class is empty, or begins like a range and is none.
    """
    if not (found := _CLASS.fullmatch(term)):
        return term
    negated, members = found[1], re.findall(r"\\?(.)", found[2], re.DOTALL)
    if begun := _RANGE.match(found[2]):
        if begun[0] != found[2] or not begun[1]:
            raise BadPatternError("a range that does not end its class")
        return f"[{negated}\\{members[0]}-\\{members[2]}]"
    if not members:
        raise BadPatternError("a class without a character")
    return f"[{negated}{''.join(f'{chr(92)}{member}' for member in members)}]"


def _globs(parts: list[str]) -> Callable[[list[str]], bool]:
    fits = [None if part == "**" else _matcher(expression(part, star="[^/]", negations="!^")) for part in parts]

    def matches(path: list[str]) -> bool:
        reached = {0}  # how many parts of the pattern the path so far may have used
        for name in path:
            reached = _over(reached, fits)
            stay = {place for place in reached if place < len(fits) and fits[place] is None}
            reached = stay | {
                place + 1 for place in reached if place < len(fits) and (fit := fits[place]) is not None and fit(name)
            }
        return len(fits) in _over(reached, fits)

    return matches


def _over(places: set[int], fits: list[Fits | None]) -> set[int]:
    """Return places with those behind each `**`, which may stand for nothing."""
    result = set(places)
    for place in sorted(places):
        here = place
        while here < len(fits) and fits[here] is None:
            here += 1
            result.add(here)
    return result


def _alternatives(pattern: str) -> Iterator[str]:
    """Yield the patterns that braces stand for: `a/{b,c}` for a/b and a/c."""
    waiting, told, read = [pattern], 0, 0
    while waiting:
        one = waiting.pop()
        if (read := read + len(one)) > _CHARACTERS:
            raise BadPatternError(f"its braces stand for patterns of more than {_CHARACTERS} characters together")
        start = next((at for at, sign in _signs(one) if sign == "{"), -1)
        if start < 0:
            if any(sign == "}" for _, sign in _signs(one)):
                raise BadPatternError("a } without its {")
            told += 1
            yield one
        else:
            end, cuts = _brace(one, start)
            words = [one[a + 1 : b] for a, b in zip([start, *cuts], [*cuts, end], strict=True)]
            waiting += [f"{one[:start]}{word}{one[end + 1 :]}" for word in words]
        if told + len(waiting) > _MOST:
            raise BadPatternError(f"its braces stand for more than {_MOST} patterns")


def _brace(pattern: str, start: int) -> tuple[int, list[int]]:
    """Return the end of a brace, and the places of its commas."""
    depth, cuts = 0, []
    for at, sign in _signs(pattern):
        if at >= start:
            depth += {"{": 1, "}": -1}.get(sign, 0)
            cuts += [at] if sign == "," and depth == 1 else []
            if not depth:
                return at, cuts
    raise BadPatternError("a { without its }")


def _signs(pattern: str) -> Iterator[tuple[int, str]]:
    """Yield the characters of a pattern that no backslash stands before."""
    at = 0
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 2
            continue
        yield at, pattern[at]
        at += 1


@functools.lru_cache(maxsize=256)
def _matcher(regex: str) -> Fits:
    compiled = re.compile(regex)
    return lambda path: compiled.fullmatch(path) is not None

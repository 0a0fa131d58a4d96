"""Placeholders such as `{environment}`: finding them in paths, and replacing them.

Only paths have placeholders: `${VAR}` in a values file stays as it is.
"""

from cmp.errors import ConfigError, RequestError
from cmp.request.model import NAMES
from cmp.request.parameters import VARIABLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmp.request.model import AppRequest

_LONGEST = 4096  # characters of a path; Linux takes as many bytes
_SHORTER = "name a shorter path"
_MAGIC = frozenset("*?[")
_ALIKE = 0.7
_USUAL = ("environment", "cluster")  # parameters of Swell's own that are meant for paths
_NOT_WORDS = ("values", "config", "order", "releaseName")  # parameters whose text has no place in a path


def fill(path: str, request: "AppRequest", *, but: str = "") -> str:
    """Return a path with each `{name}` replaced by its value; the one called `but` stays as it is.

    Raises:
        ConfigError: a placeholder has no value, a brace is not closed, or the path is longer than one can be.
    """
    words = _words(request) | ({but: f"{{{but}}}"} if but else {})
    filled = ""
    if len(path) > _LONGEST:
        raise ConfigError(f"a path has more than {_LONGEST} characters", fix=_SHORTER)
    for literal, name in _parts(path):
        if name is not None and literal.endswith("$"):
            raise ConfigError(f"${{{name}}} is no placeholder", fix=f"write it without the sign: {{{name}}}")
        if name is not None and name.startswith("{"):
            raise ConfigError(f"{path} has two braces where Swell takes one", fix=f"write it as {{{name[1:]}}}")
        if name is not None and not words.get(name):
            raise _unset(path, name, words)
        if name is not None and not _MAGIC.isdisjoint(words[name]):
            raise ConfigError(
                f"{{{name}}} in {path} stands for something with a wildcard in it", fix="give a name without *, ? and ["
            )
        filled += literal + (words[name] if name is not None else "")
        if len(filled) > _LONGEST:
            raise ConfigError(
                f"{path} has more than {_LONGEST} characters once its placeholders are filled in", fix=_SHORTER
            )
    return filled


def _unset(path: str, name: str, words: "dict[str, str]") -> ConfigError:
    from cmp.text import nearest

    known = ", ".join(f"{{{word}}}" for word, said in sorted(words.items()) if said not in ("", f"{{{word}}}"))
    close = "" if name in words or name in VARIABLES else _short(name) or nearest(name, {*words, *_USUAL}, alike=_ALIKE)
    given = f"give the parameter {name} in the Application: `parameters: [{{name: {name}, string: ...}}]`"
    fix = f"did you mean {{{close}}}?" if close else given
    return ConfigError(f"{path} needs {{{name}}}, which is not set", here=f"set are {known}", fix=fix)


def _short(name: str) -> str:
    """Return the placeholder of which a name is short: {env} for {environment}."""
    return next((word for word in (*_USUAL, *NAMES) if len(name) > 1 and word.startswith(name.lower())), "")


def mentions(path: str, name: str) -> bool:
    """Tell whether a path has this placeholder."""
    return f"{{{name}}}" in path


def refuse_unused(request: "AppRequest", paths: "Iterable[str]") -> None:
    """Refuse a parameter that is neither Swell's own nor a placeholder in any path: most likely it is misspelt.

    Raises:
        RequestError: there is such a parameter.
    """
    asked = {name for path in paths for name in _asked(path)}
    for name, _ in request.texts:
        if name in NAMES or (name not in VARIABLES and name not in asked):
            from cmp.request.strangers import instead

            what = f"nothing uses the parameter {name}"
            raise RequestError(what, where=request.place, fix=instead(name, VARIABLES))


def _asked(path: str) -> "list[str | None]":
    """Return the placeholders of a path; a fault of it is told where the path stands."""
    try:
        return [name for _, name in _parts(path)]
    except ConfigError:
        return []


def _words(request: "AppRequest") -> dict[str, str]:
    words = {name: value for name, value in request.texts if name not in _NOT_WORDS}
    return words | {name: getattr(request, name) for name in NAMES}


def _parts(path: str) -> "Iterator[tuple[str, str | None]]":
    while path:
        literal, brace, path = path.partition("{")
        if not brace:
            yield literal, None
            return
        name, closed, path = path.partition("}")
        if not closed:
            raise ConfigError(
                f"a brace is not closed in {literal}{{{name}", fix="close it, or write the path without braces"
            )
        yield literal, name

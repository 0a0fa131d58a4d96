"""The selector of a generator, which leaves out sets of parameters.

Source: applicationset/utils/selector.go of Argo CD 3.6.1: as of labels, but a value may be any text.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cmp.applicationset.flat import flat
from cmp.applicationset.model import Allowance, Params, malformed

_NAME = re.compile(r"(?=.{1,63}\Z)[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?")
_DOMAIN = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*")
_FIX = "selector: {matchLabels: {name: value}, matchExpressions: [{key: name, operator: In, values: [value]}]}"

Requirement = tuple[str, str, frozenset[str]]
_OPERATORS: dict[str, Callable[[str | None, frozenset[str]], bool]] = {
    "In": lambda value, wanted: value is not None and value in wanted,
    "NotIn": lambda value, wanted: value is None or value not in wanted,
    "Exists": lambda value, _: value is not None,
    "DoesNotExist": lambda value, _: value is None,
}


def selected(sets: list[Params], selector: Mapping[str, Any] | None, allowance: Allowance) -> list[Params]:
    """Return the sets of parameters that fit a selector, all of them without one.

    Raises:
        RequestError: Argo CD does not take the selector, or it looks at too much.
    """
    if selector is None:
        return sets
    wanted = list(_requirements(selector))
    allowance.make(looks=len(sets) * len(wanted), parts=sum(map(len, sets)))
    return [one for one in sets if _fits(flat(one), wanted)]


def _fits(params: Mapping[str, str], wanted: list[Requirement]) -> bool:
    return all(_OPERATORS[operator](params.get(key), values) for key, operator, values in wanted)


def _requirements(selector: Mapping[str, Any]) -> Iterator[Requirement]:
    for key, value in (selector.get("matchLabels") or {}).items():
        yield _named(key), "In", frozenset((str(value),))
    for one in selector.get("matchExpressions") or ():
        operator, values = one.get("operator"), frozenset(map(str, one.get("values") or ()))
        if operator not in _OPERATORS:
            raise malformed(f"its selector has the operator {operator!r}", fix=f"one of {', '.join(_OPERATORS)}")
        if bool(values) != (operator in ("In", "NotIn")):
            raise malformed(f"{operator} of its selector takes {'no' if values else 'one or more'} values", fix=_FIX)
        yield _named(str(one.get("key", ""))), operator, values


def _named(key: str) -> str:
    domain, slash, name = key.rpartition("/")
    if not _NAME.fullmatch(name) or (slash and not _DOMAIN.fullmatch(domain)):
        raise malformed(f"its selector names {key!r}, which can't be the key of a label", fix=_FIX)
    return key

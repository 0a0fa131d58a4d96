"""What the rules of a role allow beyond other rules.

A rule allows the product of its lists, so that no list of single rights is made: values of a list that the same older
rules cover are one. Source: pkg/registry/rbac/validation/policy_comparator.go of Kubernetes 1.37.0.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import NamedTuple

PATH = "/"
"""The group of a rule for paths that are no resources."""
_GRAVE_VERBS = frozenset({"*", "escalate", "bind", "impersonate"})
_GRAVE_RESOURCES = frozenset({"*", "secrets", "pods/exec", "serviceaccounts/token", "nodes/proxy"})
_MOST_KINDS = 200_000
_MOST_BITS = 1 << 30


class Rule(NamedTuple):
    """A rule: its verbs, groups, resources or paths, and names, which are `("",)` for all."""

    verbs: Sequence[str]
    groups: Sequence[str]
    resources: Sequence[str]
    names: Sequence[str]


class Rights(NamedTuple):
    """Rights that the same older rules cover in part: the values of each list, with their places in the rules."""

    grave: bool
    rule: int
    lists: tuple[tuple[tuple[int, str], ...], ...]

    @property
    def number(self) -> int:
        """How many they are."""
        return prod(map(len, self.lists))

    def first(self, most: int) -> Iterator[tuple[int, tuple[tuple[int, str], ...]]]:
        """Yield some of them, each with its place."""
        yield from ((self.rule, one) for one in islice(product(*self.lists), most))


class TooManyError(Exception):
    """Rules are too many, or too unlike, to be compared."""


def beyond(new: Sequence[Rule], old: Sequence[Rule]) -> list[Rights]:
    """Return the rights of rules that no single older rule allows.

    Raises:
        TooManyError: that takes too long.
    """
    values = sum(len({value for rule in rules for value in rule[part]}) for rules in (new, old) for part in range(4))
    if values * len(old) > _MOST_BITS:
        raise TooManyError
    covered = [_by_value(old, part) for part in range(4)]
    lengths = sorted({len(path) - 1 for path in covered[2] if path.endswith("*")})
    found: list[Rights] = []
    left = _MOST_KINDS
    for number, rule in enumerate(new):
        kinds = [list(_kinds(rule[part], covered[part], part, rule.groups, lengths)) for part in range(4)]
        left -= prod(map(len, kinds))
        if left < 0:
            raise TooManyError
        for verb, group, resource, name in product(*kinds):
            if not verb.rules & group.rules & resource.rules & name.rules:
                grave = verb.grave or (group.grave and resource.grave)
                found.append(Rights(grave, number, (verb.values, group.values, resource.values, name.values)))
    return found


class _Kind(NamedTuple):
    """Values of one list that the same older rules cover, which are bits of a number, and that are grave or not."""

    rules: int
    grave: bool
    values: tuple[tuple[int, str], ...]


def _by_value(rules: Sequence[Rule], part: int) -> Mapping[str, int]:
    """Return the rules, as bits, that have a value in one of their lists."""
    found: dict[str, int] = {}
    for number, rule in enumerate(rules):
        for value in rule[part]:
            own = f"{value.rstrip('*')}*" if rule.groups == (PATH,) and value.endswith("*") else value
            found[own] = found.get(own, 0) | 1 << number
    return found


def _kinds(
    values: Sequence[str], covered: Mapping[str, int], part: int, groups: Sequence[str], lengths: Sequence[int]
) -> Iterator[_Kind]:
    found: dict[tuple[int, bool], list[tuple[int, str]]] = {}
    for place, value in enumerate(dict.fromkeys(values)):
        rules = 0
        for wide in _paths(value, lengths) if part == 2 and groups == (PATH,) else _WIDER[part](value):  # noqa: PLR2004
            rules |= covered.get(wide, 0)
        found.setdefault((rules, value in _GRAVE[part]), []).append((place, value))
    yield from (_Kind(rules, grave, tuple(each)) for (rules, grave), each in found.items())


def _resources(value: str) -> Iterator[str]:
    """Yield what covers a resource: `*/scale` covers that of all."""
    yield from ("*", value)
    if "/" in value:
        yield f"*/{value.partition('/')[2]}"


def _paths(value: str, lengths: Sequence[int]) -> Iterator[str]:
    """Yield what covers a path: `/a/*` covers all below /a."""
    yield value
    yield from (f"{value[:length]}*" for length in lengths if length <= len(value))


_WIDER: tuple[Callable[[str], Collection[str] | Iterator[str]], ...] = (
    lambda verb: ("*", verb),
    lambda group: (group,) if group == PATH else ("*", group),
    _resources,
    lambda name: ("", name),
)
_GRAVE: tuple[Collection[str], ...] = (_GRAVE_VERBS, ("", "*"), _GRAVE_RESOURCES, ())

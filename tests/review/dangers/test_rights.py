"""What rules allow beyond others, which is found without a list of each right."""

import cProfile
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from cmp.review.dangers.rights import PATH, Rule, beyond

VERBS, GROUPS = ("get", "list", "*"), ("", "apps", "*")
RESOURCES, NAMES = ("pods", "pods/scale", "*/scale", "*"), ("", "a", "b")
PATHS = ("/a", "/a/b", "/a/*", "*")


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)


RULES = st.lists(
    st.builds(Rule, some(VERBS), some(GROUPS), some(RESOURCES), some(NAMES))
    | st.builds(Rule, some(VERBS), st.just((PATH,)), some(PATHS), st.just(("",))),
    max_size=4,
)


def allows(rule: Rule, verb: str, group: str, resource: str, name: str) -> bool:
    """Tell whether a rule allows one right, as the source says it."""
    if (PATH in rule.groups) != (group == PATH):
        return False
    if group == PATH:
        within = any(resource == one or (one[-1] == "*" and resource.startswith(one[:-1])) for one in rule.resources)
    else:
        within = bool({"*", resource, f"*/{resource.partition('/')[2]}"} & set(rule.resources))
    sets = ((verb, "*", rule.verbs), (group, "*", rule.groups), (name, "", rule.names))
    return within and all(value in held or every in held for value, every, held in sets)


@given(new=RULES, old=RULES)
def test_what_is_beyond_is_what_a_list_of_all_rights_tells(new: list[Rule], old: list[Rule]) -> None:
    expected = [
        (number, *right)
        for number, rule in enumerate(new)
        for right in product(*rule)
        if not any(allows(other, *right) for other in old)
    ]
    found = beyond(new, old)
    told = [(number, *(value for _, value in parts)) for one in found for number, parts in one.first(one.number)]
    assert sorted(told) == sorted(expected)
    assert sum(one.number for one in found) == len(expected)


def calls(new: list[Rule], old: list[Rule]) -> int:
    profile = cProfile.Profile()
    profile.runcall(beyond, new, old)
    return sum(entry.callcount for entry in profile.getstats())


def test_many_rules_are_compared_in_steps_that_grow_with_their_number() -> None:
    def each(size: int, other: str) -> list[Rule]:
        return [Rule(("get",), ("",), (f"r{number}",), (other,)) for number in range(size)]

    assert calls(each(4_000, "a"), each(4_000, "b")) < 10 * calls(each(500, "a"), each(500, "b"))


def test_one_rule_of_many_values_is_compared_in_steps_that_grow_with_their_number() -> None:
    def wide(size: int, *more: str) -> list[Rule]:
        verbs, groups, resources = ((*(f"{sign}{number}" for number in range(size)), *more) for sign in "vgr")
        return [Rule(verbs, groups, resources, ("",))]

    (found,) = (one for one in beyond(wide(2_000, "x"), wide(2_000)) if one.number == 1)
    assert not found.grave
    assert calls(wide(2_000, "x"), wide(2_000)) < 10 * calls(wide(250, "x"), wide(250))

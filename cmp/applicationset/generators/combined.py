"""The generators that combine others: matrix, each of the first with each of the second, and merge.

Source: applicationset/generators/matrix.go and merge.go of Argo CD 3.6.1.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cmp.applicationset.go_values import shown
from cmp.applicationset.merging import overridden
from cmp.applicationset.model import Allowance, ApplicationSet, Params, malformed, refuse_many

Inner = Callable[[Mapping[str, Any], Sequence[Params]], Iterator[list[Params]]]
"""Yield the parameters of a generator within another one, for each set of the one before it, which its texts know."""


def matrix(spec: Mapping[str, Any], made: ApplicationSet, inner: Inner, allowance: Allowance) -> list[Params]:
    """Return each set of the first generator with each that the second one makes of it.

    With Go templates the first one's values stand above. Without them all values are texts.

    Raises:
        RequestError: there are not two generators; without Go templates, both say one name with two values.
    """
    generators = list(spec.get("generators") or ())
    if len(generators) != 2:  # noqa: PLR2004
        raise malformed(
            f"its matrix generator has {len(generators)} generators", fix="give it two, or nest another one"
        )
    result: list[Params] = []
    firsts = next(inner(generators[0], [{}]))
    for first, second in zip(firsts, inner(generators[1], firsts), strict=False):
        refuse_many(len(result) + len(second))
        allowance.make(parts=sum(len(first) + len(one) for one in second))
        result += [overridden(one, first) if made.go_template else _combined(first, one) for one in second]
    return result


def _combined(first: Params, second: Params) -> Params:
    above = {key: shown(value) for key, value in first.items()}
    below = {key: shown(value) for key, value in second.items()}
    if odd := next((key for key in below if above.get(key, below[key]) != below[key]), None):
        raise malformed(
            f"both generators of its matrix say `{odd}`, with two values",
            fix="rename one, give a git generator a pathParamPrefix, or say goTemplate: true",
        )
    return above | below


def merge(spec: Mapping[str, Any], made: ApplicationSet, inner: Inner, allowance: Allowance) -> list[Params]:
    """Return the sets of the first generator, with those of the others laid over them that have the same merge keys.

    A key that a set has not counts as null, so that two sets without it are the same.

    Raises:
        RequestError: there are less than two generators or no keys; two sets of one generator have the same keys.
    """
    generators, keys = list(spec.get("generators") or ()), [str(key) for key in spec.get("mergeKeys") or ()]
    if len(generators) < 2:  # noqa: PLR2004
        raise malformed(f"its merge generator has {len(generators)} generators", fix="give it two or more")
    if not keys:
        raise malformed("its merge generator has no mergeKeys", fix="mergeKeys: [name]")
    base, *others = (_by_key(next(inner(one, [{}])), keys, allowance) for one in generators)
    for other in others:
        for key, params in base.items():
            if above := other.get(key):
                allowance.make(parts=len(params) + len(above))
                base[key] = overridden(params, above) if made.go_template else {**params, **above}
    return list(base.values())


def _by_key(sets: list[Params], keys: Sequence[str], allowance: Allowance) -> dict[str, Params]:
    allowance.make(parts=len(sets) * len(keys))
    result: dict[str, Params] = {}
    for one in sets:
        key = json.dumps({name: one.get(name) for name in keys}, sort_keys=True)
        if key in result:
            raise malformed(
                f"two sets of one generator in its merge have the same {' and '.join(keys)}",
                fix="let the mergeKeys tell each of a generator's sets from the others",
            )
        result[key] = one
    return result

"""Lists that merged by a rule of the user's, with the origin of each element. `lists.py` makes what Helm gets."""

from typing import Any

from cmp.config.spec import ListByKey, ListStrategy
from cmp.typed.merge import laid
from cmp.values.layer import Layer
from cmp.values.list_merge import removes
from cmp.values.located import Located, Tree, plain


def listed(strategies: dict[str, tuple[list[str], ListStrategy]], trees: list[Tree], layer: Layer) -> Tree:
    """Return a tree with one located value for each path, the merged list.

    Args:
        strategies: the keys of each path, and how its list merges.
        trees: the chart's defaults and all that lies above, lowest first.
        layer: what the result is known as.
    """
    found: list[Tree] = []
    for keys, strategy in strategies.values():
        mark: Located | None = None
        for tree in trees:
            here = at(tree, keys)
            if isinstance(here, Located):
                mark = _merge(mark, here, strategy)
        if mark:
            above: Tree = Located(layer=layer, line=0, value=mark.value, elements=mark.elements, merged=True)
            for key in reversed(keys):
                above = {key: above}
            found.append(above)
    result: Tree = laid(found)
    return result


def at(tree: Tree, keys: list[str]) -> Tree | None:
    """Return what a tree has at a path, None if it has nothing there."""
    here: Tree | None = tree
    for key in keys:
        here = here.get(key) if isinstance(here, dict) else None
    return here


def _merge(below: Located | None, above: Located, strategy: ListStrategy) -> Located:
    if below is None or above.value is None or strategy == "replace":
        return above
    if isinstance(strategy, ListByKey):
        elements = _by_key((*below.elements, *above.elements), strategy.key)
    elif strategy == "append":
        elements = (*below.elements, *above.elements)
    else:
        elements = (*above.elements, *below.elements)
    return above.replace(value=[plain(one) for one in elements], elements=elements)


def _by_key(elements: tuple[Tree, ...], key: str) -> tuple[Tree, ...]:
    result: dict[Any, Tree] = {}
    for element in elements:
        values = plain(element)
        name = values[key]
        if removes(values):
            result.pop(name, None)
        else:
            result[name] = laid([result.get(name, {}), element])
    return tuple(result.values())

"""Random patches do to random objects what the real kubectl does to them."""

import copy
from random import Random
from typing import Any

import pytest
from kubectl_patch import patched
from random_patches import KINDS, change, document

from cmp.manifests import patch

ROUNDS, OBJECTS = 4, 25


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind[1])
def test_100_random_patches_do_what_kubectl_does(kind: tuple[str, str]) -> None:
    for seed in range(ROUNDS):
        random, full = Random(f"{kind} {seed}"), bool(seed % 2)  # noqa: S311
        documents = [document(random, kind, full=full) for _ in range(OBJECTS)]
        given = change(random, kind, full=full)
        before = copy.deepcopy((documents, given))

        ours = [patch.apply(each, given, where="rules[0]") for each in documents]

        assert (documents, given) == before
        for each, result, theirs in zip(documents, ours, patched(documents, given), strict=True):
            assert result == _tidy(theirs), (each, given)


def _tidy(value: Any) -> Any:
    """Return a document without the nulls and directives that kubectl leaves behind in what is new."""
    if isinstance(value, dict):
        kept = {field: inner for field, inner in value.items() if inner is not None and not field.startswith("$")}
        return {field: _tidy(inner) for field, inner in kept.items() if not _gone(inner, "delete")}
    if isinstance(value, list):
        return [_tidy(inner) for inner in value if not _gone(inner, "delete", "replace")]
    return value


def _gone(value: Any, *verbs: str) -> bool:
    return isinstance(value, dict) and value.get("$patch") in verbs

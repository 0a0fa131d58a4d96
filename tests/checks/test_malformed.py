"""Whatever a body holds, a check has an answer."""

import json
import random
from typing import Any

import pytest
from judged import all_cases

from cmp.checks.registry import findings
from cmp.manifests.split import split
from cmp.model import Manifest
from cmp.objects.objects import Objects

ODD: tuple[Any, ...] = (None, [], {}, "", 0, True, [None], ["x"], [1, {}], {"name": 1}, {"name": []}, [{"name": None}])


def spoilt(value: Any, chance: random.Random) -> Any:
    """Return a value with something else in one place or another."""
    if chance.random() < 0.08:
        return chance.choice(ODD)
    if isinstance(value, dict):
        return {key: spoilt(item, chance) for key, item in value.items()}
    return [spoilt(item, chance) for item in value] if isinstance(value, list) else value


def body(manifest: Manifest, chance: random.Random) -> str:
    document = manifest.document
    head = {key: document[key] for key in ("apiVersion", "kind", "metadata")}
    return json.dumps({key: spoilt(item, chance) for key, item in document.items()} | head)


@pytest.mark.parametrize("seed", range(20))
def test_no_body_is_too_odd_for_a_check(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for case in all_cases():
        if "LONG" not in case.file.read_text():
            facts = case.facts()
            stream = "\n---\n".join(body(manifest, chance) for manifest in facts.objects)
            printed = split(stream, namespace=facts.application.namespace)
            values = facts.replace(objects=Objects(printed, facts.config))
            findings(values)

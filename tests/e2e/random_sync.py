"""Random applications for a real cluster: as their charts say, and as Swell orders them."""

from random import Random
from typing import Any

import definitions
import random_apps
import random_hooks
from planned import Planned, planned, rendered
from whole import wholes

from cmp.config.model import Config
from cmp.errors import ConfigError

USUAL = 40
"""How many are synced if nobody says otherwise."""

_WAVE = "argocd.argoproj.io/sync-wave"


def made(seed: int) -> Planned | None:
    """Return the application of a seed; None where its own rules form a cycle, which Swell refuses."""
    name = f"random-{seed}"
    application = random_apps.Application(seed, plain=seed % 3 == 0)
    documents = wholes([*application.objects(), *_cluster(name, Random(seed))])  # noqa: S311
    manifests = rendered(documents, namespace=name)
    try:
        found = planned(name, manifests, application.config() if seed % 2 else None)
    except ConfigError:
        return None
    return found if found.plan.steps else None


def authored(seed: int) -> tuple[Planned, Planned] | None:
    """Return an application whose scripts wait, as its author wrote it and as Swell orders it; None of an empty one."""
    application = random_hooks.Hooked(seed, plain=seed % 2 == 0)
    documents, names = wholes(application.objects()), (f"untouched-{seed}", f"ordered-{seed}")
    if not documents:
        return None
    untouched, ordered = (rendered(documents, namespace=name) for name in names)
    return planned(names[0], untouched), planned(names[1], ordered, Config())


def _cluster(name: str, random: Random) -> list[dict[str, Any]]:
    """Return what concerns the cluster: namespaces, definitions, and objects that need them."""
    found: list[dict[str, Any]] = []
    if random.random() < 0.2:
        found.append(_object("v1", "Namespace", name, random))
    if random.random() < 0.3:
        other = f"{name}-other"
        found.append(_object("v1", "Namespace", other, random))
        for kind in random.sample(("ConfigMap", "ServiceAccount", "Secret"), 2):
            one = _object("v1", kind, f"{kind.lower()}-there", random)
            one["metadata"]["namespace"] = other
            found.append(one)
    if random.random() < 0.3:
        group = f"{name}.example.com"
        definition = definitions.definition(group, "Tide", ("v1",))
        definition["metadata"]["annotations"] = _annotations(random)
        found += [definition, *(_object(f"{group}/v1", "Tide", tide, random) for tide in ("high", "low"))]
    return found


def _object(version: str, kind: str, name: str, random: Random) -> dict[str, Any]:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "annotations": _annotations(random)}}


def _annotations(random: Random) -> dict[str, str]:
    return {_WAVE: str(random.randrange(-3, 4))} if random.random() < 0.5 else {}

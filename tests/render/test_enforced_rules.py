"""What an operator enforces is in all that is printed, whatever an application's own rules, tiers and modes say.

Where his patch takes an author's hook away, Swell may still make one of its own: that is no case here.
"""

import json
import random
from collections.abc import Mapping
from typing import Any, TypeVar

import pytest

from cmp.argocd.annotations import HOOK, SYNC_OPTIONS, SYNC_WAVE
from cmp.config.model import Config
from cmp.config.policy_merge import laid_under
from cmp.config.policy_read import from_text as policy_from_text
from cmp.config.read import from_text
from cmp.errors import SwellError
from cmp.manifests import strategic_merge
from cmp.manifests.split import split
from cmp.objects.match import matcher
from cmp.objects.objects import Objects
from cmp.render.stages import Context, arrange
from cmp.request.model import AppRequest
from cmp.sources.paths import PathResolver
from cmp.transform.result import Arranged

NOWHERE = PathResolver(folder="/", root="/")
NAMES = ("web", "db", "web-migrate")
CASES = 400
T = TypeVar("T")


class Drawn:
    """Random objects and rules."""

    def __init__(self, seed: int) -> None:
        """Begin with a seed."""
        self.random = random.Random(seed)  # noqa: S311  (nothing secret)

    def one_of(self, *these: T) -> T:
        """Return one of these."""
        return self.random.choice(these)

    def object(self) -> dict[str, Any]:
        """Return an object that may be one of Helm's hooks, and may read another one."""
        kind = self.one_of("Deployment", "ConfigMap", "Job", "Secret")
        version = {"Deployment": "apps/v1", "Job": "batch/v1"}.get(kind, "v1")
        annotations = {
            SYNC_WAVE: self.one_of(None, None, "1", "-3"),
            SYNC_OPTIONS: self.one_of(None, None, "Prune=false"),
            "helm.sh/hook": self.one_of(None, "post-install", "pre-install") if kind in ("Job", "ConfigMap") else None,
        }
        said = {key: text for key, text in annotations.items() if text}
        reads = {
            "containers": [
                {"name": "main", "image": "web", "envFrom": [{"configMapRef": {"name": self.one_of(*NAMES)}}]}
            ]
        }
        spec = {"spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": reads}}}
        metadata = {"name": self.one_of(*NAMES), "labels": {"team": self.one_of("a", "b")}, "annotations": said}
        return {
            "apiVersion": version,
            "kind": kind,
            "metadata": metadata,
            **(spec if kind in ("Deployment", "Job") else {}),
        }

    def match(self) -> dict[str, Any]:
        """Return what a rule or tier matches."""
        return self.one_of(
            {"kind": self.one_of("Deployment", "ConfigMap", "Job")},
            {"name": self.one_of("*", "web*", "db")},
            {"labels": {"team": self.one_of("a", "*", "own")}},
            {"namespace": "shop"},
        )

    def metadata(self, who: str) -> dict[str, Any]:
        """Return what a patch says of an object's metadata."""
        return self.one_of(
            {"labels": {"team": who}},
            {"labels": {"team": None}},
            {"annotations": {"note": who}},
            {"annotations": {SYNC_WAVE: self.one_of("7", "-9")}},
            {"annotations": {SYNC_OPTIONS: "Delete=false"}},
            {"annotations": {HOOK: "Sync"}},
        )

    def own(self) -> dict[str, Any]:
        """Return a rule of the application's."""
        said: dict[str, Any] = self.one_of(
            {"wave": self.one_of(3, -4)},
            {"hook": self.one_of("Sync", "PreSync")},
            {"labels": {"team": self.one_of("own", None)}},
            {"annotations": {"note": "own"}},
            {"syncOptions": ["Prune=true"]},
            {"patch": {"metadata": self.metadata("own")}},
        )
        return {"match": self.match(), "optional": True, "override": self.random.random() < 0.5, **said}

    def enforced(self) -> dict[str, Any]:
        """Return a rule that the operator enforces."""
        said: dict[str, Any] = self.one_of(
            {"patch": {"metadata": self.metadata("ops")}},
            {"patch": {"metadata": self.metadata("ops")}},
            {"labels": {"team": "ops"}},
            {"wave": self.one_of(5, -6), "override": True},
        )
        return {"match": self.match(), "enforce": True, "optional": True, **said}

    def order(self) -> dict[str, Any]:
        """Return how the application wants to be ordered."""
        tiers = [
            {"name": "first", "match": self.match(), **self.one_of({}, {"hook": "Sync"})},
            {"name": "last", "default": True},
        ]
        return {
            "infer": self.one_of("must", "all", "off"),
            "mode": self.one_of("apply", "suggest"),
            **self.one_of({}, {"tiers": tiers}),
        }


@pytest.mark.parametrize("block", range(5))
def test_an_enforced_rule_holds_for_all_that_is_printed(block: int, request: pytest.FixtureRequest) -> None:
    judged = 0
    for seed in range(block * CASES, (block + 1) * CASES):
        judged += _judged(seed + request.config.getoption("--seed"))
    assert judged > CASES


def _judged(seed: int) -> int:
    """Return how many printed objects an enforced rule was about, after it was seen to hold for each."""
    drawn = Drawn(seed)
    objects = {(one["kind"], one["metadata"]["name"]): one for one in (drawn.object() for _ in range(4))}
    own, enforced, order = [drawn.own() for _ in range(3)], drawn.enforced(), drawn.order()
    try:
        config, out = _arranged(list(objects.values()), own, enforced, order)
    except SwellError:  # as for a Deployment that is to be a hook: nothing is printed
        return 0
    (placed,) = (one for one in config.rules if one.binding)
    fits, count = matcher(placed.rule.match), 0
    for subject in out.subjects:
        if placed in subject.rules or fits(subject.manifest):
            count += 1
            said = json.dumps(
                [seed, enforced, own, order, subject.rendered.document, subject.manifest.document], indent=1
            )
            assert _holds(subject.manifest.document, enforced), f"pytest {__file__} --seed {seed}\n{said}"
    return count


def _arranged(
    objects: list[dict[str, Any]], own: list[dict[str, Any]], enforced: Mapping[str, Any], order: Mapping[str, Any]
) -> tuple[Config, Arranged]:
    def read(base: Config) -> Config:
        text = json.dumps({"apiVersion": "swell/v1", "rules": own, "order": order})
        return from_text(text, NOWHERE, shown="swell.yaml", base=base)

    policy = policy_from_text(json.dumps({"apiVersion": "swell/v1", "rules": [enforced]}), shown="policy.yaml")
    config = laid_under(read, policy, project="shop").under(AppRequest(folder="/"))
    stream = "\n---\n".join(map(json.dumps, objects))
    return config, arrange(Objects(split(stream, namespace="shop"), config), Context(config=config, namespace="shop"))


def _holds(document: dict[str, Any], rule: Mapping[str, Any]) -> bool:
    metadata = document["metadata"]
    if "patch" in rule:
        again = strategic_merge.merge(json.loads(json.dumps(document)), rule["patch"])["metadata"]
        return all((again.get(key) or {}) == (metadata.get(key) or {}) for key in ("labels", "annotations"))
    if "wave" in rule:
        return bool(int((metadata.get("annotations") or {}).get(SYNC_WAVE, "0")) == rule["wave"])
    return bool({**(metadata.get("labels") or {})} == {**(metadata.get("labels") or {}), **rule["labels"]})

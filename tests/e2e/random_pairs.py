"""Random pairs of revisions of an application: what a first sync puts there, and what the next one is given."""

from random import Random
from typing import Any, NamedTuple

from planned import rendered
from whole import wholes

from cmp.argocd.live import Live, left
from cmp.manifests.split import join
from cmp.model import Manifest

Object = dict[str, Any]
PAIRS = 12
"""So many are synced unless more are asked for."""
_WAVE, _HOOK = "argocd.argoproj.io/sync-wave", "argocd.argoproj.io/hook"
_POLICY, _OPTIONS = "argocd.argoproj.io/hook-delete-policy", "argocd.argoproj.io/sync-options"


def _template(image: str) -> Object:
    return {"spec": {"containers": [{"name": "main", "image": image}]}}


KINDS: dict[str, tuple[str, Object]] = {
    "ConfigMap": ("v1", {"data": {"key": "value"}}),
    "Secret": ("v1", {"stringData": {"key": "value"}}),
    "Service": ("v1", {"spec": {"ports": [{"port": 80}]}}),
    "Job": ("batch/v1", {"spec": {"template": _template("example.com/main")}}),
    "Deployment": ("apps/v1", {"spec": {"template": _template("example.com/main")}}),
    "ClusterRole": ("rbac.authorization.k8s.io/v1", {"rules": []}),
}


class Pair(NamedTuple):
    """Two revisions of an application, as text and objects, and how the second one is synced."""

    name: str
    before: tuple[Manifest, ...]
    after: tuple[Manifest, ...]
    prunes: bool
    options: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, str]:
        """What is committed, first and then."""
        return join(self.before), join(self.after)

    @property
    def live(self) -> Live:
        """What the second sync meets."""
        return Live(objects=left(self.before), prunes=self.prunes, options=self.options, again=True)


def made(seed: int) -> Pair:
    """Return the pair of a seed."""
    random, name = Random(seed), f"pair-{seed}"  # noqa: S311
    before = [_object(f"{name}-{number}", random) for number in range(random.randrange(4, 11))]
    after = [changed for one in before if (changed := _changed(one, random))]
    after += [_object(f"{name}-new-{number}", random) for number in range(random.randrange(0, 3))]
    after = after or [_object(f"{name}-alone", random)]
    prunes = random.random() < 0.7
    options = [one for one in ("PruneLast=true", "ApplyOutOfSyncOnly=true") if random.random() < 0.2]
    texts = (rendered(wholes(documents), namespace=name) for documents in (before, after))
    return Pair(name, *texts, prunes, ("CreateNamespace=true", *options))


def _object(name: str, random: Random) -> Object:
    kind = random.choice(tuple(KINDS))
    version, more = KINDS[kind]
    named = {"name": f"{kind.lower()}-{name}", "annotations": _placed(kind, random)}
    return {"apiVersion": version, "kind": kind, "metadata": named, **more}


def _placed(kind: str, random: Random) -> dict[str, str]:
    """Return annotations that put an object somewhere into a sync, or keep it."""
    found = {_WAVE: str(random.randrange(-2, 4))} if random.random() < 0.7 else {}
    if kind in ("Job", "ConfigMap", "ClusterRole") and random.random() < (0.6 if kind == "Job" else 0.15):
        found[_HOOK] = random.choice(("PreSync", "Sync", "PostSync", "PreSync,PostSync", "Skip", "PostDelete"))
        if random.random() < 0.5:
            found[_POLICY] = random.choice(
                ("BeforeHookCreation", "HookSucceeded", "BeforeHookCreation,HookSucceeded", "HookFailed")
            )
    if random.random() < 0.2:
        found[_OPTIONS] = random.choice(("Prune=false", "PruneLast=true"))
    return found


def _changed(one: Object, random: Random) -> Object | None:
    """Return an object as the next revision has it: gone, as it was, elsewhere in the sync, or with another label."""
    chance = random.random()
    if chance < 0.3:
        return None
    metadata = dict(one["metadata"])
    if chance < 0.6:
        metadata["annotations"] = _placed(one["kind"], random)
    elif chance < 0.75:
        metadata["labels"] = {"revision": "second"}
    elif chance < 0.8 and one["kind"] == "Job":
        return {**one, "spec": {"template": _template("example.com/second")}}
    return {**one, "metadata": metadata}

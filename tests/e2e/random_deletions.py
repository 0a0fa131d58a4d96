"""Random applications that are deleted: hooks before and after, waves, and objects that stay."""

from random import Random
from typing import Any, NamedTuple

from planned import rendered
from random_pairs import KINDS
from whole import wholes

from cmp.argocd.deletion import Deletion, deletion
from cmp.manifests.split import join
from cmp.model import Manifest

Object = dict[str, Any]
_HOOK, _WAVE = "argocd.argoproj.io/hook", "argocd.argoproj.io/sync-wave"
_POLICY, _OPTIONS = "argocd.argoproj.io/hook-delete-policy", "argocd.argoproj.io/sync-options"
_HELM, _KEEP = "helm.sh/hook", "helm.sh/resource-policy"
_HOOKS = ("PreDelete", "PostDelete", "PreSync", "PostSync", "PostSync,PreDelete", "Sync,PostDelete", "Skip")
_HELMS = ("pre-delete", "post-delete", "post-install,pre-delete", "post-install,post-delete")


class Deleted(NamedTuple):
    """An application that is synced and then deleted, and its sync options."""

    name: str
    manifests: tuple[Manifest, ...]
    options: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is committed."""
        return join(self.manifests)

    @property
    def told(self) -> Deletion:
        """What Swell says of its deletion."""
        return deletion(self.manifests, options=self.options)


def made(seed: int) -> Deleted:
    """Return the application of a seed."""
    random, name = Random(seed), f"down-{seed}"  # noqa: S311
    documents = [_object(f"{name}-{number}", random) for number in range(random.randrange(4, 12))]
    options = ("CreateNamespace=true", *(["Delete=false"] if random.random() < 0.1 else []))
    return Deleted(name, rendered(wholes(documents), namespace=name), options)


def _object(name: str, random: Random) -> Object:
    kind = random.choice(tuple(KINDS))
    version, more = KINDS[kind]
    annotations = {_WAVE: str(random.randrange(-2, 4))} if random.random() < 0.7 else {}
    if random.random() < 0.5:
        helm = random.random() < 0.4
        annotations[_HELM if helm else _HOOK] = random.choice(_HELMS if helm else _HOOKS)
        if random.random() < 0.6:
            annotations[_POLICY] = random.choice(("HookSucceeded", "BeforeHookCreation,HookSucceeded", "HookFailed"))
    if random.random() < 0.2:
        annotations |= random.choice(({_OPTIONS: "Delete=false"}, {_OPTIONS: "Delete=true"}, {_KEEP: "keep"}))
    return {
        "apiVersion": version,
        "kind": kind,
        "metadata": {"name": f"{kind.lower()}-{name}", "annotations": annotations},
        **more,
    }

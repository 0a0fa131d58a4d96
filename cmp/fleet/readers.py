"""Finding the workloads that read changed configuration, for a pipeline that restarts them.

Configuration of the workload's own Application is left out: its pods restart by `rollout: {configs: true}`.

[{"application": the name that the argocd command line takes, "namespace", "group", "kind", "name",
  "reads": ["ConfigMap/settings", "bank/limits.env"]}]
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from cmp.manifests.digest import digest
from cmp.model import Manifest, Ref
from cmp.objects.config_readers import is_off, reads, rolling
from cmp.objects.match import Matcher
from cmp.value import Value

_KINDS = ("ConfigMap", "Secret")


class Deployed(Value):
    """The manifests of an Application; `volatile` names the function by which a template's output differs each time.

    `watches` are the files that `rollout.watch` names in the repository whose files changed, with their workloads.
    """

    application: str
    folder: str
    manifests: tuple[Manifest, ...]
    volatile: Callable[[str], str]
    watches: tuple[tuple[str, Matcher], ...] = ()


class Reader(Value):
    """A workload, its Application's name for the argocd command line, and the changed configuration that it reads."""

    application: str
    ref: Ref
    reads: tuple[str, ...]


Contents = Mapping[tuple[str, Ref], str]
"""What ConfigMaps and Secrets hold, as digests, by their Application ("" if that is unknown) and themselves."""


def contents(everything: Iterable[Deployed]) -> Contents:
    """Return the digests of the Applications' ConfigMaps and Secrets, without those that differ at each render."""
    return {
        (one.application, manifest.ref): digest(manifest.document, kind=manifest.ref.kind)
        for one in everything
        for manifest in one.manifests
        if manifest.ref.kind in _KINDS and not manifest.ref.group
        if not is_off(manifest) and not one.volatile(manifest.origin)
    }


def changed(before: Contents, after: Contents) -> frozenset[tuple[str, Ref]]:
    """Return the keys that are new or have another digest; removed objects stay in the cluster until a prune."""
    return frozenset(key for key, held in after.items() if before.get(key) != held)


def readers(
    everything: Iterable[Deployed], touched: frozenset[tuple[str, Ref]], files: Collection[str]
) -> tuple[Reader, ...]:
    """Return the workloads that read a changed object of another Application, or that watch a changed file."""
    named: dict[tuple[str, str], list[tuple[str, Ref]]] = {}
    for owner, ref in touched:
        named.setdefault((ref.kind, ref.name), []).append((owner, ref))
    found = (
        Reader(application=one.application, ref=manifest.ref, reads=names)
        for one in everything
        for manifest in one.manifests
        if (names := tuple(dict.fromkeys(chain(_objects(one, manifest, named), _files(one, manifest, files)))))
    )
    return tuple(sorted(found, key=lambda reader: (reader.application, reader.ref)))


def _objects(
    one: Deployed, manifest: Manifest, named: Mapping[tuple[str, str], Sequence[tuple[str, Ref]]]
) -> Iterator[str]:
    """Yield the changed objects that a workload reads; `named` are all that changed, by kind and name."""
    for pod in rolling(manifest):
        for read in reads(pod):
            # a folder without an Application has an unknown namespace
            if any(
                owner != one.application
                and (ref.namespace == pod.ref.namespace or not ref.namespace or not pod.ref.namespace)
                for owner, ref in named.get((read.kind, read.name), ())
            ):
                yield str(read)


def _files(one: Deployed, manifest: Manifest, files: Collection[str]) -> Iterator[str]:
    if rolling(manifest):
        yield from (file for file, fits in one.watches if file in files and fits(manifest))


def as_rows(found: Sequence[Reader]) -> list[tuple[str, ...]]:
    """Return a row for each workload: Application, namespace, workload, and the configuration that it reads."""
    return [(one.application, one.ref.namespace, str(one.ref), f"reads {', '.join(one.reads)}") for one in found]


def as_json(found: Sequence[Reader]) -> str:
    """Return the workloads as a JSON list, each with all arguments of `argocd app actions run`."""
    every = [
        {
            "application": one.application,
            "namespace": one.ref.namespace,
            "group": one.ref.group,
            "kind": one.ref.kind,
            "name": one.ref.name,
            "reads": one.reads,
        }
        for one in found
    ]
    return json.dumps(every, indent=2)

"""Which workloads read configuration that changed, for a pipeline that restarts them.

Configuration that an Application has itself is not of interest here: its pods restart by `rollout: {configs: true}`.
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
    """What an Application deploys; `volatile` says by which function a template prints something else at each render.

    `watches` are the files of the repository in question that `rollout.watch` names, with the workloads they are for.
    """

    application: str
    folder: str
    manifests: tuple[Manifest, ...]
    volatile: Callable[[str], str]
    watches: tuple[tuple[str, Matcher], ...] = ()


class Reader(Value):
    """A workload, its Application as the argocd command line calls it, and what it reads that changed."""

    application: str
    ref: Ref
    reads: tuple[str, ...]


Contents = Mapping[tuple[str, Ref], str]
"""What ConfigMaps and Secrets hold, as digests, by their Application ("" if that is unknown) and themselves."""


def contents(everything: Iterable[Deployed]) -> Contents:
    """Return what the configuration of some Applications holds, less what is made anew each time."""
    return {
        (one.application, manifest.ref): digest(manifest.document, kind=manifest.ref.kind)
        for one in everything
        for manifest in one.manifests
        if manifest.ref.kind in _KINDS and not manifest.ref.group
        if not is_off(manifest) and not one.volatile(manifest.origin)
    }


def changed(before: Contents, after: Contents) -> frozenset[tuple[str, Ref]]:
    """Return what is new or holds something else; what is gone stays in the cluster until somebody prunes."""
    return frozenset(key for key, held in after.items() if before.get(key) != held)


def readers(
    everything: Iterable[Deployed], touched: frozenset[tuple[str, Ref]], files: Collection[str]
) -> tuple[Reader, ...]:
    """Return the workloads that read something of another Application that was touched, or watch one of some files."""
    found = (
        Reader(application=one.application, ref=manifest.ref, reads=names)
        for one in everything
        for manifest in one.manifests
        if (names := tuple(dict.fromkeys(chain(_objects(one, manifest, touched), _files(one, manifest, files)))))
    )
    return tuple(sorted(found, key=lambda reader: (reader.application, reader.ref)))


def _objects(one: Deployed, manifest: Manifest, touched: frozenset[tuple[str, Ref]]) -> Iterator[str]:
    for pod in rolling(manifest):
        for read in reads(pod):
            for owner, ref in touched:
                # of a folder without an Application nobody knows the namespace
                near = ref.namespace == pod.ref.namespace or not ref.namespace or not pod.ref.namespace
                if owner != one.application and near and (ref.kind, ref.name) == (read.kind, read.name):
                    yield str(read)


def _files(one: Deployed, manifest: Manifest, files: Collection[str]) -> Iterator[str]:
    if rolling(manifest):
        yield from (file for file, fits in one.watches if file in files and fits(manifest))


def as_rows(found: Sequence[Reader]) -> list[tuple[str, ...]]:
    """Return a row for each workload: Application, namespace, workload, and what it reads."""
    return [(one.application, one.ref.namespace, str(one.ref), f"reads {', '.join(one.reads)}") for one in found]


def as_json(found: Sequence[Reader]) -> str:
    """Return a list of workloads, each with all that `argocd app actions run` asks for."""
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

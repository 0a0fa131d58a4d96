"""Applies the patches of rules to a manifest, in the order of the rules."""

from collections.abc import Iterable

from cmp.dialect import to_json
from cmp.errors import ConfigError, PatchError
from cmp.manifests import head
from cmp.manifests.annotate import rewritten
from cmp.manifests.split import ref
from cmp.model import Manifest
from cmp.order.intent.subject import Subject

MOST = 64 << 20
"""Bytes that the patches of all rules together write into all objects."""
_COPIED = 8
"""Bytes of an object that are copied in the time in which one is written."""


def refuse_many(subjects: Iterable[Subject]) -> None:
    """Refuse patches that together write too much, since each of many objects may have a long one, or many.

    Raises:
        ConfigError: they write more than MOST.
    """
    sizes: dict[int, int] = {}
    written = 0
    for subject in subjects:
        length = len(subject.manifest.text)
        for placed in subject.rules:
            if placed.rule.patch:
                if id(placed) not in sizes:
                    sizes[id(placed)] = len(to_json(placed.rule.patch))
                length += sizes[id(placed)]
                written += sizes[id(placed)] + length // _COPIED
    if written > MOST:
        raise ConfigError(
            f"the patches of rules write more than {MOST >> 20} MiB into the objects",
            fix="match fewer objects, or write shorter patches and fewer of them",
        )


def patched(subject: Subject, *, namespace: str) -> Manifest:
    """Return the manifest with the patches of its rules; the same object if they change nothing.

    Without a namespace, which a patch may remove, an object belongs to that of the Application.

    Raises:
        PatchError: a patch can't be applied, or makes a list, whose objects no rule has matched.
        ManifestError: the result is no Kubernetes object.
    """
    manifest = subject.manifest
    patches = [(placed.rule.patch, placed.source) for placed in subject.rules if placed.rule.patch]
    if not patches:
        return manifest

    from cmp.manifests import patch

    document = manifest.document
    for change, who in patches:
        document = patch.apply(document, change, where=f"{who}, {manifest.ref}")
    if document == manifest.document:
        return manifest
    text = rewritten(manifest.origin, document)
    read, items, whole = head.read(text, where=patches[-1][1])
    if items is not None:
        raise PatchError(
            f"{manifest.ref} would become a list of objects",
            where=patches[-1][1],
            fix="write the objects into a file that `manifests` names",
        )
    if read is None:
        return manifest
    made = Manifest(ref=ref(read, namespace=namespace), head=read, text=text, origin=manifest.origin)
    return made.known(whole)

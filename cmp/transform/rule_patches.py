"""Applies the patches of rules to a manifest, in the order of the rules."""

from cmp.errors import PatchError
from cmp.manifests import head
from cmp.manifests.annotate import rewritten
from cmp.manifests.split import ref
from cmp.model import Manifest
from cmp.order.intent.subject import Subject


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

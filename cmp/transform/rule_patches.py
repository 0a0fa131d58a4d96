"""Applying the patches of rules to a manifest, one after the other, in the order in which the rules stand."""

from cmp.manifests import head
from cmp.manifests.annotate import rewritten
from cmp.manifests.split import ref
from cmp.model import Manifest
from cmp.order.intent.rules import Subject


def patched(subject: Subject) -> Manifest:
    """Return the manifest with the patches of its rules, written anew; the same one if they change nothing.

    Raises:
        PatchError: a patch doesn't apply.
        ManifestError: what it leaves is no object any more.
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
    read, _ = head.read(text, where=patches[-1][1])
    if read is None:
        return manifest
    return Manifest(ref=ref(read, namespace=manifest.ref.namespace), head=read, text=text, origin=manifest.origin)

"""Makes the report on the deletion of an application from a build."""

from collections.abc import Iterator

from cmp.argocd.deletion import deletion
from cmp.argocd.finalizers import leaves
from cmp.manifests.fields import document, text, walk
from cmp.model import Manifest
from cmp.order.deletion_stalls import DeletionStalls
from cmp.render.facts import sorted_facts
from cmp.render.pipeline import Build
from cmp.report.deletion import DeletionReport

_SET = ("apps", "StatefulSet")


def deletion_report(built: Build) -> DeletionReport:
    """Return the report on the deletion of what a build renders."""
    facts, application = sorted_facts(built.inputs, built.arranged), built.inputs.application
    found = deletion(facts.objects, options=application.sync_options or ())
    app, namespace = application.name, application.namespace
    deleted = {ref for step in found.steps if not step.phase for ref in step.refs}
    more = [row for one in facts.objects if one.ref in deleted for row in _claims(one)]
    if facts.creates_namespace and not any(_is_home(one, namespace) for one in facts.objects):
        more.append((f"Namespace/{namespace}", "Argo CD made it (CreateNamespace=true), and does not delete it"))
    return DeletionReport(
        title=f"{app} → {namespace}" if namespace else app,
        app=app,
        namespace=namespace,
        deletion=found,
        held=DeletionStalls(facts.objects, found).found(),
        more=tuple(more),
        leaving=tuple((one.ref, why) for one in facts.objects if one.ref in deleted and (why := leaves(one))),
        cascades=application.cascades,
        judge=facts.judge,
    )


def _is_home(manifest: Manifest, namespace: str) -> bool:
    return manifest.ref.group_kind == ("", "Namespace") and manifest.ref.name == namespace


def _claims(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Yield the claims that Kubernetes makes for a StatefulSet, and keeps when that is deleted."""
    if manifest.ref.group_kind != _SET:
        return
    whole = document(manifest)
    if text(whole, "spec.persistentVolumeClaimRetentionPolicy.whenDeleted") == "Delete":
        return
    for claim in walk(whole, "spec.volumeClaimTemplates[]"):
        name = f"PersistentVolumeClaim/{text(claim, 'metadata.name')}-{manifest.ref.name}-N"
        yield name, f"Kubernetes keeps the claims of {manifest.ref}, one for each of its pods"

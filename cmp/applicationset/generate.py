"""The Applications of an ApplicationSet.

Source: GenerateApplications in applicationset/controllers/template/template.go, and RenderTemplateParams in
applicationset/utils/utils.go, of Argo CD 3.6.1.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp.applicationset.generators.registry import made_by
from cmp.applicationset.merging import filled
from cmp.applicationset.model import ApplicationSet, Params, Tools, parts, refuse_many
from cmp.applicationset.patch import patched
from cmp.applicationset.texts import replaced

_FINALIZER = "resources-finalizer.argocd.argoproj.io"
_METADATA = ("name", "namespace", "labels", "annotations", "finalizers")
_PATCH = "templatePatch"


def generated(made: ApplicationSet, tools: Tools) -> list[dict[str, Any]]:
    """Return the Applications of an ApplicationSet, in the order of its generators.

    Raises:
        RequestError: a generator asks more than the files here, Argo CD does not take it, a text can't be evaluated, or
            they are too many.
        SourceError: a file that a generator reads can't be read.
    """
    asked = list[tuple[dict[str, Any], Params]]()
    for generator in made.spec.get("generators") or ():
        asked += _asked(generator, made, tools)
        refuse_many(len(asked))
    patch = made.spec.get(_PATCH)
    texts = {_PATCH: patch} if isinstance(patch, str) else {}
    wholes = [_whole(template) for template, _ in asked]
    drafts = [
        ({**(whole if params else {}), **texts}, params) for whole, (_, params) in zip(wholes, asked, strict=True)
    ]
    return [
        _application({**whole, **told}, made, finalizes=bool(params))
        for whole, told, (_, params) in zip(wholes, replaced(drafts, tools.evaluate), drafts, strict=True)
    ]


def _asked(generator: Mapping[str, Any], made: ApplicationSet, tools: Tools) -> Iterator[tuple[dict[str, Any], Params]]:
    for sets, own in made_by(generator, made, tools):
        template = filled(own, made.spec.get("template") or {})
        tools.allowance.make(parts=(1 + len(sets)) * (parts(template) + parts(made.spec.get(_PATCH))))
        yield from ((template, params) for params in sets)


def _whole(template: Mapping[str, Any]) -> dict[str, Any]:
    """Return what Argo CD takes from a template; without a parameter it stays as it stands there."""
    metadata = template.get("metadata") or {}
    return {
        "metadata": {key: metadata[key] for key in _METADATA if metadata.get(key)},
        "spec": template.get("spec") or {},
    }


def _application(document: Mapping[str, Any], made: ApplicationSet, *, finalizes: bool) -> dict[str, Any]:
    metadata = dict(document["metadata"])
    keeps = (made.spec.get("syncPolicy") or {}).get("preserveResourcesOnDeletion") is True
    if finalizes and not keeps and not metadata.get("finalizers"):
        metadata["finalizers"] = [_FINALIZER]
    application = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": metadata,
        "spec": document["spec"],
    }
    if _PATCH in document:
        application = patched(application, document[_PATCH])
    named = {**application["metadata"], "namespace": made.namespace}
    return {**application, "metadata": {key: value for key, value in named.items() if value}}

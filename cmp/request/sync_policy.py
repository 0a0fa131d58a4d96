"""Reading what an Application says beside the source that Swell renders: Argo CD does not tell a plugin of it."""

from collections.abc import Mapping
from typing import Any

from cmp.argocd.finalizers import cascades
from cmp.request.application_source import others


def sync_policy(application: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an Application says about its syncs, and its other sources, as fields of an AppRequest."""
    spec = application.get("spec") or {}
    policy = spec.get("syncPolicy")
    said = policy if isinstance(policy, dict) else {}
    finalizers = (application.get("metadata") or {}).get("finalizers")
    options, automated = said.get("syncOptions"), _automated(said)
    return {
        "sync_options": tuple(one for one in options if isinstance(one, str)) if isinstance(options, list) else (),
        "managed_namespace": said.get("managedNamespaceMetadata") is not None,
        "retries": _retries(said),
        "self_heal": automated is not None and automated.get("selfHeal") is True,
        "prunes": automated is not None and automated.get("prune") is True,
        "cascades": isinstance(finalizers, list) and cascades(map(str, finalizers)),
        "others": others(spec),
    }


def _automated(said: dict[str, Any]) -> dict[str, Any] | None:
    """Return `automated` of a sync policy, None where syncs are not automated.

    Source: IsAutomatedSyncEnabled in pkg/apis/application/v1alpha1/types.go of Argo CD 3.6.1.
    """
    found = said.get("automated")
    return found if isinstance(found, dict) and found.get("enabled") is not False else None


def _retries(said: dict[str, Any]) -> bool:
    """Tell whether Argo CD tries a sync again: it does if automated, unless the limit is 0.

    Source: autoSync in controller/appcontroller.go of Argo CD 3.6.1.
    """
    retry = said.get("retry")
    return bool(retry.get("limit")) if isinstance(retry, dict) else _automated(said) is not None

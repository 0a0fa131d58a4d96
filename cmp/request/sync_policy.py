"""Reading an Application's sync policy, which Argo CD does not tell a plugin."""

from typing import Any

from cmp.request.application_file import application_in


def sync_policy(path: str) -> dict[str, Any]:
    """Return what the Application in a file says about its syncs, as the fields of an AppRequest.

    Raises:
        RequestError: the file holds no Application.
    """
    policy = (application_in(path).get("spec") or {}).get("syncPolicy")
    said = policy if isinstance(policy, dict) else {}
    options, automated = said.get("syncOptions"), _automated(said)
    return {
        "sync_options": tuple(one for one in options if isinstance(one, str)) if isinstance(options, list) else (),
        "managed_namespace": said.get("managedNamespaceMetadata") is not None,
        "retries": _retries(said),
        "self_heal": automated is not None and automated.get("selfHeal") is True,
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

"""Causes that the operation itself shows, and of what is being deleted."""

from typing import Any

import pytest
from stuck_apps import Object, application, event, listed, read, result

from cmp.stuck.answer import answered
from cmp.stuck.causes.operations import holding
from cmp.stuck.model import Until


@pytest.mark.parametrize(
    ("message", "phase", "cause"),
    [
        ("Sync operation blocked by sync window", "Running", "sync-window"),
        ("Operation terminated, triggered by controller sync timeout", "Failed", "sync-timeout"),
        ("Operation terminated", "Failed", "terminated"),
        ("operation is terminating", "Terminating", "terminated"),
        ("Failed to load application project: not found", "Error", "no-project"),
        ("no matching service account found for destination server x and namespace y", "Error", "no-account"),
        (
            "ComparisonError: Failed to load target state: failed to generate manifest for source 1 of 1",
            "Error",
            "cannot-render",
        ),
        (
            "InvalidSpecError: application destination can't have both name and server defined",
            "Error",
            "invalid-application",
        ),
        ("something new", "Error", "unknown"),
        ("dial tcp 10.0.0.1:443: connect: connection refused", "Error", "cluster-unreachable"),
    ],
)
def test_a_message_of_the_operation_shows_its_cause(message: str, phase: str, cause: str) -> None:
    assert answered(read(application(message, phase=phase)), None).cause == cause


_PULL = event("Pod/web-abc", "Failed", 'Failed to pull image "web:1": not found')


@pytest.mark.parametrize(
    ("message", "phase", "events", "cause"),
    [
        ("Sync operation blocked by sync window", "Running", [_PULL], "sync-window"),
        ("Operation terminated", "Failed", [], "terminated"),
        ("Operation terminated", "Failed", [_PULL], "image-pull"),
        ("Operation terminated, triggered by controller sync timeout", "Failed", [], "sync-timeout"),
    ],
)
def test_a_closed_window_counts_before_the_objects_and_an_end_from_outside_after_them(
    message: str, phase: str, events: list[Object], cause: str
) -> None:
    results = [result("batch/Job/web", hook="PreSync", hookPhase=phase)]
    assert answered(read(application(message, phase=phase, results=results)), listed(*events)).cause == cause


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ({}, "not-asked"),
        ({"conditions": [{"type": "ComparisonError", "message": "x"}]}, "cannot-render"),
        ({"conditions": [{"type": "SyncError", "message": "x"}]}, "auto-sync-failed"),
        ({"conditions": [{"type": "OrphanedResourceWarning", "message": "x"}]}, "not-asked"),
        ({"operation": {"sync": {}}}, "queued"),
        ({"deleted": "2026-11-29T10:00:00Z"}, "deletion"),
        ({"deleted": "2026-11-29T10:00:00Z", "conditions": [{"type": "DeletionError", "message": "x"}]}, "deletion"),
    ],
)
def test_without_an_operation_the_conditions_tell(said: dict[str, Any], cause: str) -> None:
    assert answered(read(application("", phase="", **said)), None).cause == cause


@pytest.mark.parametrize(
    ("finalizers", "cause"),
    [
        (["resources-finalizer.argocd.argoproj.io", "pre-delete-finalizer.argocd.argoproj.io"], "pre-delete-hook"),
        (["post-delete-finalizer.argocd.argoproj.io", "resources-finalizer.argocd.argoproj.io/background"], "deletion"),
        (["post-delete-finalizer.argocd.argoproj.io/cleanup"], "post-delete-hook"),
        (["example.com/hold"], "finalizer"),
        ([], "deletion"),
    ],
)
def test_a_deletion_waits_for_the_first_stage_whose_finalizer_is_left(finalizers: list[str], cause: str) -> None:
    app = application("", phase="Succeeded", deleted="2026-11-29T10:00:00Z")
    app["metadata"]["finalizers"] = finalizers
    assert answered(read(app), None).cause == cause


@pytest.mark.parametrize(
    "kind", ["PersistentVolumeClaim", "Namespace", "CustomResourceDefinition", "Application", "ConfigMap"]
)
@pytest.mark.parametrize(
    ("until", "name"), [(Until.DELETION, "prune-deletion"), (Until.HOOK_DELETION, "hook-deletion")]
)
def test_what_holds_a_deletion_is_told_by_kind(kind: str, until: Until, name: str) -> None:
    cause = holding(until, kind)
    assert (cause.name, "{namespace}" in cause.more or "{name}" in cause.more) == (name, True)

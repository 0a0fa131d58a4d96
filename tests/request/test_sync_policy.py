"""What an Application says of its syncs."""

from pathlib import Path
from typing import Any

import pytest

from cmp.dialect import to_json
from cmp.request.application_file import application_in
from cmp.request.sync_policy import sync_policy


def said(folder: Path, policy: object) -> dict[str, Any]:
    """Return what is read of an Application with a sync policy."""
    path = folder / "web.yaml"
    spec = {"syncPolicy": policy}
    application = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": "web"},
        "spec": spec,
    }
    path.write_text(to_json(application))
    return sync_policy(application_in(str(path)))


@pytest.mark.parametrize(
    ("policy", "retries", "heals"),
    [
        (None, False, False),
        ({}, False, False),
        ({"automated": None}, False, False),
        ({"automated": {}}, True, False),
        ({"automated": {"selfHeal": False}}, True, False),
        ({"automated": {"selfHeal": True}}, True, True),
        ({"automated": {"enabled": True, "selfHeal": True}}, True, True),
        ({"automated": {"enabled": False, "selfHeal": True}}, False, False),
        ({"automated": {"selfHeal": True}, "retry": {"limit": 0}}, False, True),
        ({"retry": {"limit": 3}}, True, False),
    ],
)
def test_only_an_automated_application_tries_again_by_itself_and_heals(
    policy: object, *, retries: bool, heals: bool, tmp_path: Path
) -> None:
    found = said(tmp_path, policy)
    assert (found["retries"], found["self_heal"]) == (retries, heals)


@pytest.mark.parametrize(
    ("policy", "prunes"),
    [
        ({"automated": {"prune": True}}, True),
        ({"automated": {"prune": True, "enabled": False}}, False),
        ({"automated": {}}, False),
        (None, False),
    ],
)
def test_only_an_automated_application_that_says_so_prunes(policy: object, *, prunes: bool, tmp_path: Path) -> None:
    assert said(tmp_path, policy)["prunes"] is prunes


def test_options_and_what_is_said_of_the_namespace_are_read(tmp_path: Path) -> None:
    policy = {"syncOptions": ["Force=true", 1], "managedNamespaceMetadata": {"labels": {}}}
    found = said(tmp_path, policy)
    assert (found["sync_options"], found["managed_namespace"]) == (("Force=true",), True)
    assert said(tmp_path, {"syncOptions": "Force=true"})["sync_options"] == ()

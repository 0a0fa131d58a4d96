"""The example of an app-of-apps says what its README says."""

from pathlib import Path
from typing import Any

import pytest

from cmp import dialect
from cmp.fleet.release import as_text, release_groups

ROOTAPP = Path(__file__).parents[2] / "examples" / "rootapp"


def load(path: str) -> Any:
    return dialect.load((ROOTAPP / path).read_text())


def applications(*folders: str) -> list[dict[str, Any]]:
    return [dialect.load(path.read_text()) for folder in folders for path in sorted((ROOTAPP / folder).glob("*.yaml"))]


SERVICES = applications("rootapp-applications")
OTHERS = [load("rootapp.yaml"), *applications("rootapp", "rootapp-configmaps", "rootapp-networkpolicy")]


def test_a_release_goes_from_apis_to_services_to_jobs() -> None:
    release = load("swell.yaml")["release"]

    assert as_text(release_groups(SERVICES, **release)) == (
        "api      bank-accountstatements moneyflow-api\n"
        "service  bank-bitso risk-scoring\n"
        "jobs     cde-reconciliation-job"
    )


@pytest.mark.parametrize("application", [*SERVICES, *OTHERS], ids=lambda application: application["metadata"]["name"])
def test_nothing_prunes_by_itself(application: dict[str, Any]) -> None:
    automated = application["spec"].get("syncPolicy", {}).get("automated")

    assert automated in (None, {"prune": False})
    assert "finalizers" not in application["metadata"]


def test_services_wait_for_the_pipeline_and_all_else_is_synced_on_merge() -> None:
    assert not [one for one in SERVICES if "automated" in one["spec"]["syncPolicy"]]
    assert not [one for one in OTHERS if "automated" not in one["spec"]["syncPolicy"]]


def test_every_service_is_in_the_list_of_network_policies() -> None:
    listed = {app["name"] for app in load("network-policies/values.yaml")["apps"]}

    assert {one["metadata"]["name"] for one in SERVICES} == listed


def test_every_path_of_this_repository_exists() -> None:
    paths = [one["spec"]["source"]["path"] for one in OTHERS]

    assert [path for path in paths if not (ROOTAPP / path).is_dir()] == []

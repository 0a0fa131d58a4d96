"""What the backend organisation expects of a merge, a release and a new configuration, with Argo CD's own argocd."""

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from organisation import HOSTS, Organisation
from processes import wait
from stand import Stand

GROUPS = (("bank-accountstatements", "moneyflow-api"), ("bank-bitso", "risk-scoring"), ("cde-reconciliation-job",))
READERS = {"bank-accountstatements", "bank-bitso"}
DEPLOYMENTS, PODS, CONFIGS = "apis/apps/v1 deployments", "api/v1 pods", "api/v1 configmaps"
BANK, MONEYFLOW = "configmaps/bank/configuration.yaml", "apps/moneyflow-api/prod-values.yaml"
CUTOFF = 'CUTOFF_TIME: "17:30"'

pytestmark = pytest.mark.skipif(not shutil.which("jq"), reason="the pipelines use jq: apt-get install jq")


@pytest.fixture(scope="module")
def merged(stand: Stand, folder: Path) -> Iterator[Organisation]:
    """The organisation before its first release."""
    (folder / "organisation").mkdir()
    made = Organisation(stand, folder / "organisation")
    yield made
    made.forget()


@pytest.fixture(scope="module")
def organisation(merged: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """The organisation after its first release."""
    assert [name for name in merged.services if merged.states()[name]] == []
    assert merged.found(DEPLOYMENTS) == {}
    run = merged.released("github", tmp_path_factory.mktemp("first"))
    assert run.returncode == 0, run.stdout + run.stderr
    return merged


def test_the_tree_its_configurations_and_its_policies_are_synced_on_merge(merged: Organisation) -> None:
    assert set(merged.services) == {name for group in GROUPS for name in group}
    assert set(merged.found(CONFIGS)) >= {f"{area}-configuration" for area in ("bank", "cde", "moneyflow", "risk")}
    assert set(merged.found("apis/networking.k8s.io/v1 networkpolicies")) == set(merged.services)


@pytest.mark.parametrize("host", HOSTS)
def test_a_release_syncs_group_after_group(host: str, organisation: Organisation, tmp_path: Path) -> None:
    before = synced(organisation)
    with organisation.changed(organisation.deployments, MONEYFLOW, "replicaCount: 6", f"replicaCount: {len(host)}"):
        run = organisation.released(host, tmp_path)
    after = organisation.states()

    assert run.returncode == 0, run.stdout + run.stderr
    assert news(organisation, before) == set(organisation.services)
    assert organisation.succeeded(organisation.services)
    for first, then in pairwise(GROUPS):
        ended = max(after[name]["finishedAt"] for name in first)
        assert all(after[name]["startedAt"] >= ended for name in then)


FAILURES = {
    "it can't be rendered": ("replicaCount: 6", "replicaCount: six", "the sync of moneyflow-api ended with ", "300"),
    "it never is healthy": ("moneyflow-configuration", "no-configuration", "", "20"),
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("why", FAILURES)
def test_no_group_starts_after_one_that_failed(why: str, host: str, organisation: Organisation, tmp_path: Path) -> None:
    old, new, told, seconds = FAILURES[why]
    before = synced(organisation)
    with organisation.changed(organisation.deployments, MONEYFLOW, old, new):
        run = organisation.released(host, tmp_path, SECONDS_TO_WAIT=seconds)

    assert run.returncode != 0
    assert told in run.stdout, run.stdout + run.stderr
    assert news(organisation, before) == set(GROUPS[0])


@pytest.mark.parametrize("host", HOSTS)
def test_nothing_is_released_where_a_group_is_unknown(host: str, organisation: Organisation, tmp_path: Path) -> None:
    before = synced(organisation)
    with organisation.changed(organisation.rootapp, "swell.yaml", "jobs]", "cron]"):
        run = organisation.released(host, tmp_path)

    assert run.returncode != 0
    assert "cde-reconciliation-job" in run.stderr
    assert news(organisation, before) == set()


@pytest.mark.parametrize("host", HOSTS)
def test_the_readers_of_a_changed_configuration_restart(host: str, organisation: Organisation, tmp_path: Path) -> None:
    before = set(organisation.found(PODS))
    with organisation.changed(organisation.rootapp, BANK, CUTOFF, f"{CUTOFF}\n  NEW: {host}"):
        run = organisation.restarted(host, tmp_path)
        assert organisation.found(CONFIGS)["bank-configuration"]["data"]["NEW"] == host

    assert run.returncode == 0, run.stdout + run.stderr
    assert gone(organisation, before) == READERS


@pytest.mark.parametrize("host", HOSTS)
def test_nothing_restarts_where_nobody_reads_what_changed(
    host: str, organisation: Organisation, tmp_path: Path
) -> None:
    before = set(organisation.found(PODS))
    with organisation.changed(organisation.rootapp, "README.md", "# Rootapp", "# The root app"):
        run = organisation.restarted(host, tmp_path)

    assert (run.returncode, run.stdout) == (0, "Nobody reads what changed.\n")
    assert gone(organisation, before) == set()


@pytest.mark.parametrize("host", HOSTS)
def test_what_is_gone_from_git_stays_until_someone_prunes_and_keeps_nobody_from_a_restart(
    host: str, organisation: Organisation, tmp_path: Path
) -> None:
    path = f"configmaps/risk/{host}.yaml"
    organisation.rootapp.write(path, f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {host}}}\n")
    organisation.rootapp.commit()
    assert wait(lambda: host in organisation.found(CONFIGS))
    (organisation.rootapp.folder / path).unlink()
    organisation.rootapp.commit()
    assert wait(lambda: host in organisation.waits_to_be_pruned("risk-configuration"))
    before = set(organisation.found(PODS))
    with organisation.changed(organisation.rootapp, BANK, CUTOFF, f'{CUTOFF}\n  AGAIN: "yes"'):
        run = organisation.restarted(host, tmp_path)

    assert run.returncode == 0, run.stdout + run.stderr
    assert gone(organisation, before) == READERS
    assert host in organisation.found(CONFIGS)


@pytest.mark.parametrize("host", HOSTS)
def test_nothing_restarts_with_the_old_configuration(host: str, organisation: Organisation, tmp_path: Path) -> None:
    """The last of all: Argo CD tries the broken commit for minutes before it looks at the next."""
    before = set(organisation.found(PODS))
    with organisation.changed(organisation.rootapp, BANK, CUTOFF, f"{CUTOFF}\n  not/allowed: x"):
        run = organisation.restarted(host, tmp_path, SECONDS_TO_WAIT="10")

    assert run.returncode == 1
    assert "bank-configuration was not synced in time" in run.stdout
    assert gone(organisation, before) == set()


def synced(organisation: Organisation) -> dict[str, str]:
    """Return when each service was synced last."""
    return {name: organisation.states()[name].get("startedAt", "") for name in organisation.services}


def news(organisation: Organisation, before: dict[str, str]) -> set[str]:
    """Return which services were synced since then."""
    return {name for name, when in synced(organisation).items() if when != before[name]}


def gone(organisation: Organisation, before: set[str]) -> set[str]:
    """Return whose pods were replaced, once that is over."""
    organisation.stand.rest()
    return {pod.rpartition("-")[0].rpartition("-")[0] for pod in before - set(organisation.found(PODS))}

"""What the backend organisation expects of a merge, a release and a new configuration, with Argo CD's own argocd."""

import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import test_pipelines as release
import test_restart_pipelines as restart
from organisation import Organisation
from processes import wait
from stand import Stand

GROUPS = (("bank-accountstatements", "moneyflow-api"), ("bank-bitso", "risk-scoring"), ("cde-reconciliation-job",))
DEPLOYMENTS, PODS, CONFIGS = "apis/apps/v1 deployments", "api/v1 pods", "api/v1 configmaps"
_SECONDS = 60

pytestmark = pytest.mark.skipif(not shutil.which("jq"), reason="the pipelines use jq: apt-get install jq")


@pytest.fixture(scope="module")
def organisation(stand: Stand, folder: Path) -> Iterator[Organisation]:
    """The organisation before its first release."""
    (folder / "organisation").mkdir()
    made = Organisation(stand, folder / "organisation")
    yield made
    made.forget()


@pytest.fixture(scope="module")
def released(organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """The organisation after its first release, by the pipeline for GitHub."""
    assert set(organisation.services) == {name for group in GROUPS for name in group}
    assert [name for name in organisation.services if organisation.states()[name]] == []
    assert organisation.found(DEPLOYMENTS) == {}
    run = organisation.piped("release", release.github, tmp_path_factory.mktemp("first"))
    assert run.returncode == 0, run.stdout + run.stderr
    return organisation


def test_the_tree_its_configurations_and_its_policies_are_synced_on_merge(organisation: Organisation) -> None:
    assert set(organisation.found(CONFIGS)) >= {"bank-configuration", "cde-configuration", "risk-configuration"}
    assert set(organisation.found("apis/networking.k8s.io/v1 networkpolicies")) == set(organisation.services)


def test_a_release_syncs_group_after_group(released: Organisation) -> None:
    assert released.succeeded(released.services)
    states = released.states()
    for first, then in pairwise(GROUPS):
        ended = max(states[name]["finishedAt"] for name in first)
        assert all(states[name]["startedAt"] >= ended for name in then)
    assert {one["status"]["readyReplicas"] for one in released.found(DEPLOYMENTS).values()} >= {4, 6, 3}


def test_a_release_ends_where_a_sync_fails(released: Organisation, tmp_path: Path) -> None:
    before = released.states()
    path = "apps/moneyflow-api/prod-values.yaml"
    text = (released.deployments.folder / path).read_text()
    released.deployments.write(path, text.replace("replicaCount: 6", "replicaCount: six"))
    released.deployments.commit()
    run = released.piped("release", release.gitlab, tmp_path)
    released.deployments.write(path, text)
    released.deployments.commit()
    after = released.states()

    assert run.returncode == 1, run.stdout + run.stderr
    assert "the sync of moneyflow-api ended with " in run.stdout
    changed = {name for name in after if after[name].get("startedAt") != before[name].get("startedAt")}
    assert changed == {"bank-accountstatements", "moneyflow-api"}


@pytest.mark.parametrize("script", [restart.github, restart.gitlab])
def test_the_readers_of_a_changed_configuration_restart(
    script: Callable[[], str], released: Organisation, tmp_path: Path
) -> None:
    before = set(released.found(PODS))
    path = "configmaps/bank/configuration.yaml"
    text = (released.rootapp.folder / path).read_text()
    released.rootapp.write(path, text + f'  NEW: "{tmp_path.name}"\n')
    released.rootapp.commit()
    configurations = " ".join(name for name in released.shared if name.endswith("-configuration"))
    changed = {"CHANGED": "HEAD~1..HEAD", "DEPLOYMENTS": "be-deployments", "CONFIGURATIONS": configurations}
    run = released.piped("restart", script, tmp_path, **changed)
    assert run.returncode == 0, run.stdout + run.stderr
    released.stand.rest(_SECONDS)

    gone = {name.rpartition("-")[0].rpartition("-")[0] for name in before - set(released.found(PODS))}
    assert gone == {"bank-accountstatements", "bank-bitso"}
    assert released.found(CONFIGS)["bank-configuration"]["data"]["NEW"] == tmp_path.name


def test_what_is_gone_from_git_stays_until_someone_prunes(released: Organisation) -> None:
    path = "configmaps/risk/more.yaml"
    released.rootapp.write(path, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n")
    released.rootapp.commit()
    assert wait(lambda: "more" in released.found(CONFIGS), _SECONDS)
    (released.rootapp.folder / path).unlink()
    released.rootapp.commit()

    assert wait(lambda: released.waits_to_be_pruned("risk-configuration") == ["more"], _SECONDS)
    assert "more" in released.found(CONFIGS)

"""The chart of eoAPI as a plain Helm user has it: it hangs in Argo CD by itself, and works with Swell unconfigured."""

import subprocess

import pytest
from programs import HELM_VERSIONS, SWELL, TOP, helm

from cmp.argocd.annotations import ARGO_PREFIX, HELM_HOOK_KEYS
from cmp.argocd.hooks import delete_policies, hook_types
from cmp.config.find import FILE
from cmp.manifests.split import split
from cmp.model import Manifest
from examples import EXAMPLES, JOBS, PREREQUISITES, SERVICES, generated, swell, waves

PLAIN = EXAMPLES / "eoapi-plain"
APPLICATION = PLAIN / "application.yaml"
DATABASE = "PostgresCluster/eoapi"
CONFIGMAPS = [name for name in PREREQUISITES if name.startswith("ConfigMap/eoapi-")]
DEPLOYMENTS = [name for name in SERVICES if name.startswith("Deployment/")]
with_both = pytest.mark.parametrize("version", HELM_VERSIONS)


def rendered(version: str) -> str:
    command = [helm(version), "template", "eoapi", PLAIN, "--namespace", "eoapi"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def by_name(manifests: tuple[Manifest, ...]) -> dict[str, Manifest]:
    return {str(manifest.ref): manifest for manifest in manifests}


def hook(weight: int, policy: str) -> dict[str, str]:
    return dict(zip(HELM_HOOK_KEYS, ("post-install,post-upgrade", str(weight), policy), strict=True))


# What Helm makes of it.


def test_nothing_is_configured() -> None:
    above = [PLAIN, *(folder for folder in PLAIN.parents if folder.is_relative_to(TOP))]

    assert not [folder for folder in above if (folder / FILE).exists()]
    assert "parameters:" not in APPLICATION.read_text()


@with_both
def test_its_jobs_and_their_configmaps_are_helm_hooks_and_nothing_else_is(version: str) -> None:
    manifests = by_name(split(rendered(version), namespace=""))
    weighed = zip(JOBS, (-6, -5, -4, -3), strict=True)

    assert {
        name: dict(found.head.annotations) for name, found in manifests.items() if hook_types(found.head.annotations)
    } == {
        **{name: hook(-7, "before-hook-creation,hook-succeeded") for name in CONFIGMAPS},
        **{name: hook(weight, "before-hook-creation,hook-succeeded") for name, weight in weighed},
    }
    assert {*SERVICES, DATABASE, "Ingress/eoapi"} <= manifests.keys()


@with_both
def test_its_services_look_for_jobs_by_label_as_an_account_that_may(version: str) -> None:
    manifests = by_name(split(rendered(version), namespace=""))
    labels = [manifests[job].document["metadata"]["labels"]["app"] for job in JOBS[1:]]  # users come before

    for name in DEPLOYMENTS:
        pod = manifests[name].document["spec"]["template"]["spec"]
        (waits,) = pod["initContainers"]
        assert waits["args"] == labels
        assert 'kubectl get job -l "app=$1"' in waits["command"][2]
        assert pod["serviceAccountName"] == "eoapi-job-reader"
    role = manifests["Role/eoapi-job-reader"].document
    binding = manifests["RoleBinding/eoapi-job-reader"].document
    assert role["rules"] == [{"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get", "list", "watch"]}]
    assert binding["roleRef"]["name"] == "eoapi-job-reader"
    assert binding["subjects"] == [{"kind": "ServiceAccount", "name": "eoapi-job-reader", "namespace": "eoapi"}]


@with_both
def test_all_of_them_read_secrets_that_the_database_s_operator_writes(version: str) -> None:
    manifests = by_name(split(rendered(version), namespace=""))

    assert "Secret" not in {manifest.ref.kind for manifest in manifests.values()}
    assert manifests[DATABASE].document["apiVersion"] == "postgres-operator.crunchydata.com/v1beta1"
    for name in [*JOBS, *DEPLOYMENTS]:
        pod = manifests[name].document["spec"]["template"]["spec"]
        env = [variable for container in pod["containers"] for variable in container["env"]]
        read = {variable["valueFrom"]["secretKeyRef"]["name"] for variable in env if "valueFrom" in variable}
        assert read == {"eoapi-pguser-postgres" if name == JOBS[0] else "eoapi-pguser-eoapi"}


# What Swell makes of it.


@with_both
def test_argo_cd_by_itself_would_hang(version: str) -> None:
    command = [SWELL, "plan", "-"]
    done = subprocess.run(command, input=rendered(version), cwd=PLAIN, capture_output=True, text=True, check=False)

    assert "WOULD HANG" in done.stdout.partition("\n")[0]
    assert done.returncode == 1


@with_both
def test_swell_makes_sync_hooks_of_the_jobs_in_waves_before_the_services(version: str) -> None:
    manifests = by_name(generated(APPLICATION, version=version))
    found = waves((*manifests.values(),))

    first, *others = (found[job] for job in JOBS)
    assert [first, *others] == sorted({first, *others})
    assert others[-1] < 0
    assert found[DATABASE] < first
    assert max(found[name] for name in CONFIGMAPS) <= first
    for job in JOBS:
        assert hook_types(manifests[job].head.annotations) == ("Sync",)
        assert delete_policies(manifests[job].head.annotations) == ("BeforeHookCreation",)


@with_both
def test_swell_makes_a_hook_of_nothing_else_and_leaves_the_services_alone(version: str) -> None:
    manifests = by_name(generated(APPLICATION, version=version))

    for name, manifest in manifests.items():
        annotations = manifest.head.annotations
        assert bool(hook_types(annotations)) == (name in JOBS), name
        assert not [key for key in HELM_HOOK_KEYS if key in annotations], name
        if name not in {*JOBS, *CONFIGMAPS, DATABASE}:
            assert not [key for key in annotations if key.startswith(ARGO_PREFIX)], name


@with_both
@pytest.mark.parametrize("source", [["--app", str(APPLICATION)], [str(PLAIN)]], ids=["application", "folder"])
def test_swell_s_own_order_can_finish(source: list[str], version: str) -> None:
    assert "CAN FINISH" in swell("plan", *source, version=version).partition("\n")[0]


@with_both
def test_the_guide_s_bands_are_waves_that_follow_from_the_weights(version: str) -> None:
    tiers = (PLAIN / "swell-tiers.yaml").read_text()
    found = waves(generated(APPLICATION, version=version, SWELL_CONFIG=tiers))

    assert {found[name] for name in (*CONFIGMAPS, DATABASE)} == {-5}
    assert [found[job] for job in JOBS] == [-4, -3, -2, -1]
    assert {found[name] for name in SERVICES} == {0}
    assert found["Ingress/eoapi"] == 1

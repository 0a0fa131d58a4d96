"""The examples do what their READMEs promise, with each Helm, for stage and prod."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from programs import HELM_VERSIONS

from cmp import dialect
from cmp.argocd.annotations import ARGO_PREFIX, HELM_HOOK_KEYS
from cmp.argocd.hooks import delete_policies, hook_types
from cmp.manifests.split import split
from examples import EOAPI, EXAMPLES, JOBS, PREREQUISITES, SERVICES, generated, judged, run, swell, waves

PRECEDENCE = dialect.load((EXAMPLES / "backend" / "precedence.yaml").read_text())


@pytest.fixture(params=HELM_VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


APPLICATIONS = sorted(
    path for path in EXAMPLES.rglob("*.yaml") if re.search(r"^ *plugin:", path.read_text(), re.MULTILINE)
)


each_application = pytest.mark.parametrize(
    "application", APPLICATIONS, ids=lambda path: str(path.relative_to(EXAMPLES))
)


def checkout(application: Path) -> list[Path]:
    return [EXAMPLES / "backend"] if application.parent.name == "rootapp-applications" else []


@each_application
def test_all_helms_render_an_example_alike(application: Path) -> None:
    texts = [
        swell("generate", "--app", application, *checkout(application), version=version) for version in HELM_VERSIONS
    ]
    first, *others = ([manifest.document for manifest in split(text, namespace="")] for text in texts)
    assert first
    assert all(other == first for other in others)


@each_application
def test_no_example_has_an_error_or_hangs(application: Path, version: str) -> None:
    told = swell("plan", "--app", application, *checkout(application), "--format", "json", version=version)
    assert json.loads(told)["verdict"] == "can-finish"
    found = json.loads(
        judged("check", "--app", application, *checkout(application), "--format", "json", version=version)
    )
    assert not [one for one in found["findings"] if one["severity"] in ("error", "fatal")]


def test_eoapi_gets_exactly_the_waves_of_its_guide(version: str) -> None:
    found = waves(generated(EOAPI, version=version))

    assert sorted(name for name, number in found.items() if number == -7) == PREREQUISITES
    assert [found[job] for job in JOBS] == [-6, -5, -4, -3]
    others = found.keys() - {*PREREQUISITES, *JOBS}
    assert {*SERVICES, "Ingress/eoapi"} <= others
    assert {found[name] for name in others} == {0}


def test_eoapi_makes_hooks_of_jobs_and_configmaps_and_never_of_the_database(version: str) -> None:
    manifests = {str(manifest.ref): manifest for manifest in generated(EOAPI, version=version)}
    hooks = {name for name, manifest in manifests.items() if hook_types(manifest.head.annotations)}

    assert hooks == {*JOBS, *PREREQUISITES} - {"PostgresCluster/eoapi"}
    for name in hooks:
        assert hook_types(manifests[name].head.annotations) == ("Sync",)
        assert delete_policies(manifests[name].head.annotations) == ("BeforeHookCreation",)
    assert not any(key in manifest.head.annotations for manifest in manifests.values() for key in HELM_HOOK_KEYS)


def test_eoapi_without_the_chart_s_own_values_for_argo_cd_is_ordered_alike() -> None:
    plain = generated(EOAPI, ARGOCD_ENV_SWELL_VALUE_FILES="values.yaml")

    assert waves(plain) == waves(generated(EOAPI))


def test_eoapi_by_tiers_comes_in_the_same_order(version: str) -> None:
    tiers = (EXAMPLES / "eoapi" / "swell-tiers.yaml").read_text()
    found = waves(generated(EOAPI, version=version, SWELL_CONFIG=tiers))

    assert {found[name] for name in PREREQUISITES} == {-5}
    assert [found[job] for job in JOBS] == [-4, -3, -2, -1]
    assert {found[name] for name in SERVICES} == {0}
    assert found["Ingress/eoapi"] == 1


def values_of(app: str, environment: str) -> dict[str, Any]:
    application = EXAMPLES / "backend" / "applications" / f"{app}-{environment}.yaml"
    return dialect.load(swell("values", "--app", application, version="v4"))  # type: ignore[no-any-return]


def at(values: Any, path: str) -> Any:
    """Follow `env[NAME].value`: keys, and elements by their name."""
    for key, name in re.findall(r"([^.\[\]]+)|\[([^\]]+)\]", path):
        values = values[key] if key else next(element for element in values if element["name"] == name)
    return values


@pytest.mark.parametrize(("app", "environment"), sorted({(row["app"], row["environment"]) for row in PRECEDENCE}))
def test_a_backend_service_gets_each_value_from_the_layer_that_should_win(app: str, environment: str) -> None:
    values = values_of(app, environment)
    rows = [row for row in PRECEDENCE if (row["app"], row["environment"]) == (app, environment)]

    assert {row["key"]: at(values, row["key"]) for row in rows} == {row["key"]: row["value"] for row in rows}


@pytest.mark.parametrize(
    "application", sorted((EXAMPLES / "backend" / "applications").iterdir()), ids=lambda path: path.stem
)
def test_every_backend_service_renders_and_nothing_of_it_is_changed(application: Path, version: str) -> None:
    manifests = generated(application, version=version)

    assert manifests
    assert not any(key.startswith(ARGO_PREFIX) for manifest in manifests for key in manifest.head.annotations)


def test_there_is_one_network_policy_for_each_backend_app_that_is_not_cde() -> None:
    folder = EXAMPLES / "rootapp" / "rootapp-networkpolicy"
    apps = {path.name for path in (EXAMPLES / "backend" / "apps").iterdir()}
    found = {
        name: generated(folder / f"{name}.yaml") for name in ("minority-networkpolicy", "minority-cde-network-policy")
    }

    assert {manifest.ref.kind for manifests in found.values() for manifest in manifests} == {"NetworkPolicy"}
    assert {manifest.ref.name for manifest in found["minority-networkpolicy"]} == {
        app for app in apps if app[:4] != "cde-"
    }
    assert {manifest.ref.name for manifest in found["minority-cde-network-policy"]} == {
        app for app in apps if app[:4] == "cde-"
    }


def test_the_release_groups_of_the_root_app_are_apis_then_services_then_jobs() -> None:
    groups = dialect.load(
        swell("release", EXAMPLES / "rootapp" / "rootapp-applications", "--format", "json", version="v4")
    )

    assert [group["group"] for group in groups] == ["api", "service", "jobs"]
    released = {app for group in groups for app in group["applications"]}
    assert released == {path.name for path in (EXAMPLES / "backend" / "apps").iterdir()}


def test_nothing_of_the_root_app_is_pruned_by_itself() -> None:
    for path in (EXAMPLES / "rootapp").rglob("*.yaml"):
        if "templates" in path.parts or path.name == "swell.yaml":
            continue
        for manifest in split(path.read_text(), namespace="") if "kind: Application\n" in path.read_text() else ():
            automated = (manifest.document["spec"].get("syncPolicy") or {}).get("automated") or {}
            assert automated.get("prune") is not True, manifest.ref


def test_plan_and_generate_count_the_same_objects(version: str) -> None:
    plan, generate = (run(command, "--app", EOAPI, version=version) for command in ("plan", "generate"))
    assert " 21 objects, 11 changed " in " ".join(plan.stdout.split())
    assert generate.stderr == "swell: eoapi: 21 objects, 11 changed\n"

from pathlib import Path

import pytest
import yaml
from installs import GENERATOR, STOCK, built, documents, kustomized, named, pod, with_components
from programs import TOP, USUAL

from cmp.render.policy import policy_of


def test_the_example_is_a_policy_that_swell_reads() -> None:
    policy = policy_of(str(TOP / "install/policy.yaml"))

    assert len(policy.of("payments-eu")) == 2
    assert policy.limits.objects == 5000


def test_kustomize_mounts_the_policy(tmp_path: Path) -> None:
    with_components(tmp_path, ("policy",), STOCK)
    with_it, without = pod(kustomized(str(tmp_path))), pod(kustomized("with-swell"))
    sidecar, plain = (named(spec["containers"])["swell"] for spec in (with_it, without))

    assert named(sidecar["env"]) == named([*plain["env"], {"name": "SWELL_POLICY", "value": "/etc/swell/policy.yaml"}])
    assert {"name": "swell-policy", "mountPath": "/etc/swell", "readOnly": True} in sidecar["volumeMounts"]


@pytest.mark.parametrize("version", USUAL)
@pytest.mark.parametrize("base", ["argocd", ""])
@pytest.mark.parametrize("top", ["elsewhere", ""])
def test_the_deployment_names_the_policy_wherever_its_namespace_is_said(
    base: str, top: str, version: str, tmp_path: Path
) -> None:
    resources = tmp_path / "argocd"
    resources.mkdir()
    (resources / "repo-server.yaml").write_text((STOCK / "repo-server.yaml").read_text())
    said = {"namespace": base} if base else {}
    (resources / "kustomization.yaml").write_text(yaml.safe_dump({"resources": ["repo-server.yaml"], **said}))
    with_components(tmp_path, ("policy",), resources, **({"namespace": top} if top else {}))

    made = documents(built(tmp_path, version).stdout)

    (deployment,) = (one for one in made if one["kind"] == "Deployment")
    volume = named(pod({"Deployment": deployment})["volumes"])["swell-policy"]
    (policy,) = (one for one in made if "policy.yaml" in one.get("data", ()))
    assert volume["configMap"] == {"name": policy["metadata"]["name"]}
    # Without any namespace it is for `kubectl apply --namespace argocd` to say.
    assert policy["metadata"]["namespace"] == deployment["metadata"].get("namespace", "argocd")


@pytest.mark.parametrize("version", USUAL)
def test_kustomize_refuses_the_part_without_a_policy(version: str, tmp_path: Path) -> None:
    with_components(tmp_path, ("policy",), STOCK, configMapGenerator=[])

    run = built(tmp_path, version)

    assert run.returncode != 0
    assert "nothing selected by ConfigMap" in run.stderr
    assert not run.stdout


def test_the_recipe_is_the_same_wherever_it_stands() -> None:
    """What the tests above have kustomize build is what people are told to write."""
    page = (TOP / "docs/install.md").read_text()
    start = page.index("components: [swell/install/kustomize, swell/install/kustomize/policy]")
    recipe = page[start : page.index("```", start)]
    (generator,) = yaml.safe_load(recipe)["configMapGenerator"]

    assert generator.pop("files") == ["policy.yaml"]
    assert generator | {"literals": GENERATOR["literals"]} == GENERATOR
    comments = (TOP / "install/kustomize/policy/kustomization.yaml").read_text()
    assert all(line in comments.replace("\n#   ", "\n") for line in recipe.splitlines())

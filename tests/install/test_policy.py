import copy
import re
from typing import Any

from programs import TOP
from test_install import documents, kustomized, named, pod

from cmp.policy.read import from_file

LINE = re.compile(r"# (- \{name: (?:SWELL_POLICY|swell-policy),)")


def test_the_example_is_a_policy_that_swell_reads() -> None:
    policy = from_file(str(TOP / "install/policy.yaml"))

    assert len(policy.of("payments-eu")) == 2
    assert policy.limits.objects == 5000


def test_kustomize_mounts_the_policy_under_its_generated_name() -> None:
    with_it, without = pod(kustomized("with-policy")), pod(kustomized("with-swell"))
    sidecar, plain = (named(spec["containers"])["swell"] for spec in (with_it, without))

    assert named(sidecar["env"]) == named([*plain["env"], {"name": "SWELL_POLICY", "value": "/etc/swell/policy.yaml"}])
    volume = named(with_it["volumes"])["swell-policy"]
    assert re.fullmatch("swell-policy-[a-z0-9]{10}", volume["configMap"]["name"])
    assert {"name": "swell-policy", "mountPath": "/etc/swell", "readOnly": True} in sidecar["volumeMounts"]


def test_the_argo_helm_values_mount_it_where_kustomize_does() -> None:
    text = (TOP / "install/argo-helm-values.yaml").read_text()
    (values,) = documents(LINE.sub(r"\1", text))
    (patch,) = documents((TOP / "install/kustomize/policy/sidecar.yaml").read_text())

    (plain,) = documents(text)
    assert values["repoServer"] == with_patch(plain["repoServer"], patch["spec"]["template"]["spec"])


def with_patch(server: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    """Return the values for repo-server as the patch would have them, with its entries where the file has them."""
    patched = copy.deepcopy(server)
    sidecar, (more,) = patched["extraContainers"][0], spec["containers"]
    sidecar["env"].insert(1, *more["env"])
    sidecar["volumeMounts"] += more["volumeMounts"]
    patched["volumes"] += spec["volumes"]
    return patched

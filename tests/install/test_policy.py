import re

from programs import TOP
from test_install import kustomized, named, pod

from cmp.policy.read import from_file


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

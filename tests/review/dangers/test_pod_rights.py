"""What pods may do on their node."""

import pytest
from reviews import config_map, deployment, reviewed, told

PRIVILEGED = ", securityContext: {privileged: true}"


@pytest.mark.parametrize(
    ("new", "severity"),
    [
        (deployment(container=PRIVILEGED), "error"),
        (deployment(pod=", hostNetwork: true"), "warning"),
        (deployment(pod=", hostPID: true"), "warning"),
        (deployment(pod=", volumes: [{name: a, hostPath: {path: /etc}}]"), "warning"),
        (deployment(container=", securityContext: {capabilities: {add: [SYS_ADMIN]}}"), "warning"),
        (deployment(container=", securityContext: {runAsUser: 0}"), "warning"),
        (deployment(container=", ports: [{containerPort: 80, hostPort: 80}]"), "warning"),
        (deployment(pod=", initContainers: [{name: i, image: a, securityContext: {privileged: true}}]"), "error"),
        # near misses
        (deployment(pod=", hostNetwork: false, volumes: [{name: a, emptyDir: {}}]"), ""),
        (deployment(container=", securityContext: {privileged: false, runAsUser: 1, runAsNonRoot: true}"), ""),
        (deployment(container=", securityContext: {capabilities: {add: [NET_BIND_SERVICE], drop: [ALL]}}"), ""),
    ],
)
def test_more_rights_on_the_node_are_a_danger_and_less_are_none(new: str, severity: str) -> None:
    expected = [f"{severity} rights Deployment/web"] if severity else []
    assert told(reviewed(deployment(), new)) == expected
    assert told(reviewed(new, deployment())) == []
    assert told(reviewed(new, new + config_map("a", "b: c"))) == []


def test_a_new_workload_with_such_rights_is_a_danger() -> None:
    (danger,) = reviewed(config_map("a", "b: c"), deployment(container=PRIVILEGED)).dangers
    assert danger.message == "its pods get privileged (app)"

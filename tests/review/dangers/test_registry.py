"""All dangers together."""

from reviews import config_map, deployment, reviewed, told


def test_the_worst_comes_first() -> None:
    old = deployment(spec="  replicas: 3\n") + config_map("a", "b: c")
    new = deployment(spec="  replicas: 2\n", container=", securityContext: {privileged: true}")
    new = new.replace("matchLabels: {app: web}", "matchLabels: {app: other}")
    assert told(reviewed(old, new)) == [
        "error refused Deployment/web",
        "error rights Deployment/web",
        "warning availability Deployment/web",
    ]


def test_a_first_deployment_has_no_dangers() -> None:
    assert told(reviewed("", deployment(container=", securityContext: {privileged: true}"))) == []

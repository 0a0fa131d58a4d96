"""Each row of the table of pods, with the words of an event that it is made for."""

import pytest

from cmp.stuck.causes import pods

_EXAMPLES = [
    ("FailedCreate", 'Error creating: pods "web-1" is forbidden: exceeded quota: few, requested: pods=1', "quota"),
    (
        "FailedCreate",
        'Error creating: pods "a" is forbidden: violates PodSecurity "restricted:latest": x',
        "pod-security",
    ),
    (
        "FailedCreate",
        'pods "a" is forbidden: error looking up service account web/x: serviceaccount "x" not found',
        "missing-service-account",
    ),
    ("FailedCreate", 'pods "a" is forbidden: no PriorityClass with name high was found', "missing-priority-class"),
    (
        "FailedCreate",
        'Internal error occurred: failed calling webhook "guard.example.com": no endpoints',
        "webhook-unreachable",
    ),
    ("FailedCreate", 'admission webhook "guard.example.com" denied the request: no', "admission-denied"),
    ("FailedCreate", "ValidatingAdmissionPolicy 'guard' with binding 'b' denied request: no", "admission-denied"),
    ("FailedCreate", 'Pod "a" is invalid: spec.containers[0].image: Required value', "pod-refused"),
    ("FailedScheduling", 'persistentvolumeclaim "data" not found', "missing-config"),
    ("FailedScheduling", "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.", "unbound-claim"),
    (
        "FailedScheduling",
        "0/3 nodes are available: 1 node(s) had untolerated taint {a: b}, 2 Insufficient cpu. x",
        "unschedulable",
    ),
    ("FailedScheduling", "0/1 nodes are available: 1 Insufficient cpu.", "unschedulable"),
    ("FailedScheduling", "no nodes available to schedule pods", "unschedulable"),
    ("Failed", 'Error: configmap "settings" not found', "missing-config"),
    ("FailedMount", 'MountVolume.SetUp failed for volume "v" : secret "db" not found', "missing-config"),
    (
        "FailedMount",
        'MountVolume.SetUp failed for volume "v" : references non-existent secret key: pass',
        "missing-key",
    ),
    ("Failed", "Error: couldn't find key url in Secret web/db", "missing-key"),
    ("Failed", "Error: couldn't find key url in ConfigMap web/settings", "missing-key"),
    ("FailedAttachVolume", 'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) a', "volume-in-use"),
    ("FailedAttachVolume", 'AttachVolume.Attach failed for volume "pvc-1" : rpc error', "mount-failed"),
    ("FailedMount", "Unable to attach or mount volumes: unmounted volumes=[data]: timed out", "mount-failed"),
    ("FailedCreatePodSandBox", "Failed to create pod sandbox: plugin type=cni failed", "pod-network"),
    ("InspectFailed", 'Failed to apply default image tag "web:A B": couldn\'t parse image name', "image-pull"),
    ("Failed", 'Failed to pull image "web:1": not found', "image-pull"),
    ("BackOff", 'Back-off pulling image "web:1"', "image-pull"),
    ("ErrImageNeverPull", 'Container image "web:1" is not present with pull policy of Never', "image-pull"),
    ("Failed", "Error: failed to create containerd task: exec: no such file", "cannot-start"),
    ("Killing", "Container main failed liveness probe, will be restarted", "probe-fails"),
    ("Unhealthy", "Startup probe failed: dial tcp: connection refused", "probe-fails"),
    ("BackOff", "Back-off restarting failed container main in pod a_web(1)", "crash-loop"),
    ("Evicted", "The node was low on resource: memory.", "evicted"),
    ("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", "probe-fails"),
]


@pytest.mark.parametrize(("reason", "message", "name"), _EXAMPLES)
def test_an_event_shows_its_cause(reason: str, message: str, name: str) -> None:
    rows = (row for row in pods.ROWS if row.words(_kind(reason), reason, message) is not None)
    assert next(rows).cause.name == name


def test_every_row_is_the_first_for_some_event() -> None:
    more = [
        ("BackoffLimitExceeded", "Job has reached the specified backoff limit", "job-failed"),
        ("FailedScheduling", "skip schedule deleting pod", "unschedulable"),
    ]
    reached = {
        next(number for number, row in enumerate(pods.ROWS) if row.words(_kind(reason), reason, message) is not None)
        for reason, message, _ in [*_EXAMPLES, *more]
    }
    assert reached == set(range(len(pods.ROWS)))


def _kind(reason: str) -> str:
    return {"FailedCreate": "ReplicaSet", "BackoffLimitExceeded": "Job"}.get(reason, "Pod")


@pytest.mark.parametrize("reason", ["Failed", "Unhealthy", "BackOff", "FailedCreate"])
def test_an_event_of_another_kind_with_such_a_reason_is_about_something_else(reason: str) -> None:
    assert not [row for row in pods.ROWS if row.words("Certificate", reason, "it failed") is not None]


def test_what_a_normal_event_tells_is_no_cause() -> None:
    for reason in ("Scheduled", "Pulling", "Pulled", "Created", "Started", "Killing", "SuccessfulCreate"):
        assert not [row for row in pods.ROWS if row.words("Pod", reason, "x") is not None]

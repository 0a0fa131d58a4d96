"""Which objects a webhook is asked about."""

import pytest
from edge_objects import CRD, SERVED, Document, found, runs, thing, webhook

from cmp.model import Reason

CLOSED = "Deployment/hook Widget/a ready must"
IN_FORCE = "ValidatingWebhookConfiguration/hook Widget/a ready must"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param([webhook()], [IN_FORCE, CLOSED], id="v1 refuses until the workload answers"),
        pytest.param(
            [webhook(rule={"resources": ["*"], "apiGroups": ["*"], "operations": ["*"]})],
            [IN_FORCE, CLOSED],
            id="stars",
        ),
        pytest.param(
            [webhook(objectSelector={"matchLabels": {"app": "a"}})], [IN_FORCE, CLOSED], id="its labels are selected"
        ),
        pytest.param(
            [webhook(namespaceSelector={"matchLabels": {"kubernetes.io/metadata.name": "app"}})],
            [IN_FORCE, CLOSED],
            id="the name of its namespace is selected",
        ),
        pytest.param(
            [
                webhook(namespaceSelector={"matchExpressions": [{"key": "off", "operator": "DoesNotExist"}]}),
                thing("Namespace/app"),
            ],
            [IN_FORCE, CLOSED],
            id="its namespace is here, and selected",
        ),
        pytest.param([webhook(failurePolicy="Ignore")], [], id="one that may fail refuses no object"),
        pytest.param([webhook(rule={"operations": ["DELETE"]})], [], id="creation is another operation"),
        pytest.param([webhook(rule={"apiVersions": ["v2"]})], [], id="another version"),
        pytest.param([webhook(rule={"resources": ["widgets/status"]})], [], id="a part of the object"),
        pytest.param([webhook(objectSelector={"matchLabels": {"app": "b"}})], [], id="other labels are selected"),
        pytest.param(
            [webhook(namespaceSelector={"matchExpressions": [{"key": "off", "operator": "DoesNotExist"}]})],
            [],
            id="the stream does not have the labels of its namespace",
        ),
        pytest.param([webhook(clientConfig={"url": "https://elsewhere"})], [], id="it answers outside of the cluster"),
    ],
)
def test_admission(objects: list[Document], expected: list[str]) -> None:
    every = found([*objects, *SERVED, thing("Widget/a", labels={"app": "a"})], Reason.ADMISSION)
    assert [edge for edge in every if "Widget" in edge] == expected


def test_a_webhook_never_waits_for_what_it_needs_itself() -> None:
    everything = {"apiGroups": ["*"], "resources": ["*/*"]}
    objects = [webhook(rule=everything), *SERVED, CRD, thing("ServiceAccount/hook"), thing("ConfigMap/other")]
    assert found(objects, Reason.ADMISSION) == [
        "ValidatingWebhookConfiguration/hook ConfigMap/other ready must",
        "Deployment/hook ConfigMap/other ready must",
        "Deployment/hook ValidatingWebhookConfiguration/hook ready should",
    ]


def injecting(annotation: str) -> list[Document]:
    """Return a webhook with an injector, which has a right to write configurations, and the Certificate hook-ca."""
    rules = [
        {
            "apiGroups": ["admissionregistration.k8s.io"],
            "resources": ["validatingwebhookconfigurations"],
            "verbs": ["patch"],
        }
    ]
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "injector"}
    subject = {"kind": "ServiceAccount", "name": "injector", "namespace": "app"}
    configuration = webhook()
    configuration["metadata"]["annotations"] = {annotation: "app/hook-ca"}
    return [
        configuration,
        *SERVED,
        runs("Deployment/injector", {"serviceAccountName": "injector"}),
        runs("Deployment/other", {}),
        thing("ClusterRole/injector", rules=rules),
        thing("ClusterRoleBinding/injector", roleRef=role, subjects=[subject]),
        thing("Certificate/hook-ca", spec={"secretName": "hook-ca"}),
        thing("Widget/a"),
    ]


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("cert-manager.io/inject-ca-from", ["Certificate/hook-ca", "Deployment/hook", "Deployment/injector"]),
        ("cert-manager.io/inject-ca-from-secret", ["Deployment/hook", "Deployment/injector"]),
        ("example.com/inject-ca-from", ["Deployment/hook"]),
    ],
)
def test_what_gives_a_webhook_its_authority_comes_with_it(annotation: str, expected: list[str]) -> None:
    every = found(injecting(annotation), Reason.ADMISSION)
    before = sorted(edge.split()[0] for edge in every if edge.endswith("Widget/a ready must"))
    assert before == [*expected, "ValidatingWebhookConfiguration/hook"]


def test_a_hook_before_its_webhook_is_not_shown_to_it() -> None:
    assert CLOSED not in found([webhook(), *SERVED, thing("Widget/a", hook="PreSync")])

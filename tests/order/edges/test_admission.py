"""Which objects a webhook is asked about."""

import pytest
from edge_objects import CRD, SERVED, Document, found, thing, webhook

from cmp.model import Reason

CLOSED = "Deployment/hook Widget/a ready must"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param([webhook()], [CLOSED], id="v1 refuses while nobody answers"),
        pytest.param(
            [webhook(rule={"resources": ["*"], "apiGroups": ["*"], "operations": ["*"]})], [CLOSED], id="stars"
        ),
        pytest.param([webhook(objectSelector={"matchLabels": {"app": "a"}})], [CLOSED], id="its labels are selected"),
        pytest.param(
            [webhook(namespaceSelector={"matchLabels": {"kubernetes.io/metadata.name": "app"}})],
            [CLOSED],
            id="the name of its namespace is selected",
        ),
        pytest.param(
            [
                webhook(namespaceSelector={"matchExpressions": [{"key": "off", "operator": "DoesNotExist"}]}),
                thing("Namespace/app"),
            ],
            [CLOSED],
            id="its namespace is here, and selected",
        ),
        pytest.param([webhook(failurePolicy="Ignore")], [], id="one that may fail stops nobody"),
        pytest.param([webhook(rule={"operations": ["DELETE"]})], [], id="creation is another operation"),
        pytest.param([webhook(rule={"apiVersions": ["v2"]})], [], id="another version"),
        pytest.param([webhook(rule={"resources": ["widgets/status"]})], [], id="a part of the object"),
        pytest.param([webhook(objectSelector={"matchLabels": {"app": "b"}})], [], id="other labels are selected"),
        pytest.param(
            [webhook(namespaceSelector={"matchExpressions": [{"key": "off", "operator": "DoesNotExist"}]})],
            [],
            id="nobody here knows the labels of its namespace",
        ),
        pytest.param([webhook(clientConfig={"url": "https://elsewhere"})], [], id="somebody else answers"),
    ],
)
def test_admission(objects: list[Document], expected: list[str]) -> None:
    every = found([*objects, *SERVED, thing("Widget/a", labels={"app": "a"})], Reason.ADMISSION)
    assert [edge for edge in every if "Widget" in edge] == expected


def test_a_webhook_never_waits_for_what_it_needs_itself() -> None:
    everything = {"apiGroups": ["*"], "resources": ["*/*"]}
    objects = [webhook(rule=everything), *SERVED, CRD, thing("ServiceAccount/hook"), thing("ConfigMap/other")]
    assert found(objects, Reason.ADMISSION) == [
        "Deployment/hook ConfigMap/other ready must",
        "Deployment/hook ValidatingWebhookConfiguration/hook ready should",
    ]


def test_a_hook_before_its_webhook_is_not_shown_to_it() -> None:
    assert CLOSED not in found([webhook(), *SERVED, thing("Widget/a", hook="PreSync")])

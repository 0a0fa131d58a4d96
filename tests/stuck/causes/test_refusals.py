"""Each row of the table of refusals, with a message of the API server or of Argo CD that it is made for."""

import pytest

from cmp.stuck.causes import refusals

_VERSION = (
    'The Kubernetes API could not find version "v1" of a.com/B for requested resource web/a. '
    'Version "v2" of a.com/B is installed on the destination cluster.'
)
_KIND = (
    "The Kubernetes API could not find a.com/B for requested resource web/a. "
    'Make sure the "B" CRD is installed on the destination cluster.'
)
_EXAMPLES = [
    (
        'configmaps "a" is forbidden: unable to create new content in namespace web because it is being terminated',
        "namespace-terminating",
    ),
    (
        'Internal error occurred: failed calling webhook "guard.example.com": service "guard" not found',
        "webhook-unreachable",
    ),
    ("conversion webhook for example.com/v1, Kind=Gadget failed: Post: no endpoints", "webhook-unreachable"),
    ('admission webhook "guard.example.com" denied the request: no', "admission-denied"),
    (
        "services \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no",
        "admission-denied",
    ),
    ('services "a" is forbidden: exceeded quota: objects, requested: services=1', "quota"),
    ('namespaces "web" not found', "no-namespace"),
    (_VERSION, "no-definition"),
    (_KIND, "no-definition"),
    ("resource apps:Deployment is not permitted in project narrow", "not-in-project"),
    ("namespace web is not permitted in project 'narrow'", "not-in-project"),
    (
        'deployments.apps is forbidden: User "system:serviceaccount:argocd:x" cannot create resource "deployments"',
        "no-rights",
    ),
    ('Job.batch "a" is invalid: spec.template: Invalid value: {}: field is immutable', "immutable-field"),
    (
        "StatefulSet is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas'",
        "immutable-field",
    ),
    ('Apply failed with 1 conflict: conflict with "kubectl": .spec.replicas', "field-conflict"),
    ("metadata.annotations: Too long: must have at most 262144 bytes", "too-large"),
    ("Request entity too large: limit is 3145728", "too-large"),
    ("Shared resource found: ConfigMap/a is part of applications argocd/b and c", "shared-resource"),
    ('Get "https://10.0.0.1:443/api": dial tcp 10.0.0.1:443: connect: connection refused', "cluster-unreachable"),
    ('Service "a" is invalid: spec.ports: Required value', "invalid"),
    ('pods "a" is forbidden: something new', "invalid"),
]


@pytest.mark.parametrize(("message", "name"), _EXAMPLES)
def test_a_refusal_shows_its_cause(message: str, name: str) -> None:
    assert _first(message).cause.name == name


def test_every_row_is_the_first_for_some_message() -> None:
    assert {id(_first(message)) for message, _ in _EXAMPLES} == {id(row) for row in refusals.ROWS}


def _first(message: str) -> refusals.Row:
    return next(row for row in refusals.ROWS if row.words("", "", message) is not None)

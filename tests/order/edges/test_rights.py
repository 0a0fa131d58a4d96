"""What an account may do is there before a hook that uses it."""

import pytest
from edge_objects import HOOK, RIGHTS, Document, found, runs


def test_a_hook_needs_the_rights_of_its_account() -> None:
    assert found([*RIGHTS, runs("Job/a", {"serviceAccountName": "z"}, **HOOK)]) == [
        "Role/x Job/a exists must",
        "RoleBinding/y Job/a exists must",
        "Role/x RoleBinding/y exists should",
    ]


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param({"serviceAccountName": "other"}, id="another account"),
        pytest.param({}, id="the default account"),
        pytest.param({"serviceAccountName": "z", "automountServiceAccountToken": False}, id="no token"),
    ],
)
def test_rights_of_others_are_no_need(spec: Document) -> None:
    assert found([*RIGHTS, runs("Job/a", spec, **HOOK)]) == ["Role/x RoleBinding/y exists should"]

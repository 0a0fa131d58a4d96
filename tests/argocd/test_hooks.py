"""Every odd case of how Argo CD reads an object's annotations."""

import pytest

from cmp.argocd.hooks import Role, delete_policies, hook_types, integer, phases, role, wave

HOOK, HELM = "argocd.argoproj.io/hook", "helm.sh/hook"
WAVE, WEIGHT = "argocd.argoproj.io/sync-wave", "helm.sh/hook-weight"
POLICY, HELM_POLICY = "argocd.argoproj.io/hook-delete-policy", "helm.sh/hook-delete-policy"


@pytest.mark.parametrize(
    ("annotations", "expected", "in_phases"),
    [
        ({}, Role.RESOURCE, ["Sync"]),
        ({HOOK: "PreSync"}, Role.HOOK, ["PreSync"]),
        ({HOOK: " PostSync ,PreSync,PostSync"}, Role.HOOK, ["PreSync", "PostSync"]),
        ({HOOK: "presync"}, Role.IGNORED, []),
        ({HOOK: ""}, Role.IGNORED, []),
        ({HOOK: "", HELM: "pre-install"}, Role.HOOK, ["PreSync"]),
        ({HOOK: "Skip"}, Role.SKIPPED, []),
        ({HOOK: "Skip,PreSync"}, Role.HOOK, ["PreSync"]),
        ({HOOK: "typo", HELM: "post-install,post-upgrade"}, Role.HOOK, ["PostSync"]),
        ({HOOK: "Sync", HELM: "pre-install"}, Role.HOOK, ["Sync"]),
        ({HELM: "pre-install,post-install"}, Role.HOOK, ["PreSync", "PostSync"]),
        ({HELM: "crd-install"}, Role.RESOURCE, ["Sync"]),
        ({HELM: "crd-install,pre-install"}, Role.HOOK, ["PreSync"]),
        ({HELM: "test"}, Role.IGNORED, []),
        ({HELM: "pre-rollback"}, Role.IGNORED, []),
        ({HELM: "test,post-upgrade"}, Role.HOOK, ["PostSync"]),
        ({HOOK: "PreDelete"}, Role.HOOK, []),
        ({HELM: "post-delete"}, Role.HOOK, []),
        ({HOOK: "PostDelete,SyncFail"}, Role.HOOK, ["SyncFail"]),
    ],
    ids=str,
)
def test_an_object_gets_the_role_and_the_phases_that_argo_cd_gives_it(
    annotations: dict[str, str], expected: Role, in_phases: list[str]
) -> None:
    assert role(annotations) is expected
    assert list(phases(annotations)) == in_phases


def test_an_argo_hook_that_is_valid_hides_helms() -> None:
    assert hook_types({HOOK: "SyncFail", HELM: "pre-install"}) == ("SyncFail",)


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ({}, 0),
        ({WAVE: "-5"}, -5),
        ({WAVE: "+007"}, 7),
        ({WAVE: "3", WEIGHT: "-1"}, 3),
        ({WEIGHT: "-1"}, -1),
        ({WAVE: "1.0", WEIGHT: "4"}, 4),
        ({WAVE: " 1"}, 0),
        ({WAVE: "1_0"}, 0),
        ({WAVE: "٣"}, 0),
        ({WAVE: "9223372036854775808", WEIGHT: "x"}, 0),
        ({WAVE: "9" * 5000}, 0),
    ],
    ids=str,
)
def test_the_wave_is_the_sync_wave_else_the_hook_weight_else_zero(annotations: dict[str, str], expected: int) -> None:
    assert wave(annotations) == expected


def test_an_integer_is_what_go_takes_for_one() -> None:
    assert [integer(text) for text in ("-9223372036854775808", "--1", "", "+", "0x1")] == [
        -(2**63),
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ({}, ("BeforeHookCreation",)),
        ({POLICY: "HookSucceeded"}, ("HookSucceeded",)),
        (
            {POLICY: "HookFailed", HELM_POLICY: "hook-succeeded,before-hook-creation"},
            ("HookFailed", "HookSucceeded", "BeforeHookCreation"),
        ),
        ({POLICY: "hooksucceeded", HELM_POLICY: "whenever"}, ("BeforeHookCreation",)),
    ],
    ids=str,
)
def test_delete_policies_add_up(annotations: dict[str, str], expected: tuple[str, ...]) -> None:
    assert delete_policies(annotations) == expected

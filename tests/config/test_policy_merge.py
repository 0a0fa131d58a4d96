import pytest

from cmp.config.model import Config
from cmp.config.policy_merge import laid_under
from cmp.config.policy_read import from_text as policy_from_text
from cmp.config.read import from_text
from cmp.errors import ConfigError
from cmp.sources.paths import PathResolver

NOWHERE = PathResolver(folder="/", root="/")
POLICY = """
order: {infer: all, hooks: keep, promote: [Certificate], tiers: [{name: all, default: true}]}
checks: {hooks-only: error, no-health-gate: error}
failOn: error
repairs: off
rules:
  - {match: {}, wave: 1}
  - {match: {}, wave: 2, enforce: true}
waivers: [{check: hooks-only, match: {}, reason: known}]
projects:
  - match: [shop-*, bank]
    order: {infer: "off", promote: [Bucket]}
    checks: {no-health-gate: warning}
    rules:
      - {match: {}, wave: 3}
      - {match: {}, wave: 4, enforce: true}
  - match: "*-eu"
    failOn: never
limits: {objects: 7}
"""


def laid(own: str = "", policy: str = POLICY, *, project: str = "default") -> Config:
    """Return the configuration of an application that has a swell.yaml, or none."""

    def read(base: Config) -> Config:
        return from_text(f"apiVersion: swell/v1\n{own}", NOWHERE, shown="swell.yaml", base=base) if own else base

    return laid_under(read, policy_from_text(f"apiVersion: swell/v1{policy}", shown="policy.yaml"), project=project)


def test_without_a_swell_yaml_the_policy_is_all_there_is() -> None:
    config = laid()

    assert (config.infer, config.hooks, config.mode, config.fail_on, config.repairs) == (
        "all",
        "keep",
        "apply",
        "error",
        False,
    )
    assert (config.where, config.promote, config.limits.objects) == ((), ("Certificate",), 7)
    assert (config.waivers, len(config.standing)) == ((), 1)


def test_an_application_has_the_last_word_on_what_the_policy_merely_says() -> None:
    config = laid("""
order: {infer: must, promote: [Queue], tiers: [{name: mine, default: true}]}
checks: {hooks-only: info}
failOn: fatal
repairs: auto
""")

    assert (config.infer, config.hooks, config.fail_on, config.repairs) == ("must", "keep", "fatal", True)
    assert config.promote == ("Certificate", "Queue")
    assert [tier.name for tier in config.tiers] == ["mine"]
    assert config.checks == {"hooks-only": "info", "no-health-gate": "error"}


def test_rules_lie_in_the_order_policy_project_application_enforced() -> None:
    config = laid("rules: [{match: {}, wave: 9}]", project="shop-eu")

    assert [(placed.rule.wave, placed.source) for placed in config.rules] == [
        (1, "policy.yaml:7: rules[0]"),
        (3, "policy.yaml:15: projects[0].rules[0]"),
        (9, "swell.yaml:2: rules[0]"),
        (2, "policy.yaml:8: rules[1]"),
        (4, "policy.yaml:16: projects[0].rules[1]"),
    ]
    assert [placed.rule.optional for placed in config.rules] == [True, True, False, True, True]
    assert [placed.enforced for placed in config.rules] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("project", "infer", "checked", "fail_on"),
    [
        ("default", "all", "error", "error"),
        ("shop-us", "off", "warning", "error"),
        ("shop-eu", "off", "warning", "never"),
        ("bank", "off", "warning", "error"),
        ("", "all", "error", "error"),
    ],
)
def test_all_projects_that_match_are_laid_over_the_general_part(
    project: str, infer: str, checked: str, fail_on: str
) -> None:
    config = laid(project=project)

    assert (config.infer, config.checks["no-health-gate"], config.fail_on) == (infer, checked, fail_on)


def test_an_application_can_not_end_its_own_trial() -> None:
    trial = "\nprojects: [{match: shop, order: {mode: suggest}}]\nrules: [{match: {}, wave: 1, enforce: true}]"

    config = laid("order: {mode: apply}", trial, project="shop")

    assert (config.mode, [placed.enforced for placed in config.rules]) == ("suggest", [False])
    assert laid("order: {mode: suggest}", trial).mode == "suggest"
    assert laid("order: {mode: apply}", trial).mode == "apply"


@pytest.mark.parametrize(("own", "policy", "counts"), [
    ("argocd: 3.4", "", "3.4"),
    ("argocd: '3.4'", "argocd: v3.5.7", "3.5"),
    ("", "argocd: 3.5", "3.5"),
    ("", "projects: [{match: default, argocd: 3.6}]\nargocd: 3.5", "3.6"),
    ("", "", ""),
])  # fmt: skip
def test_the_operator_knows_which_argo_cd_runs(own: str, policy: str, counts: str) -> None:
    assert laid(own, f"\n{policy}").argocd == counts


def test_a_version_of_argo_cd_without_tables_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"swell.yaml:2: argocd: Swell has no tables for 3\.3"):
        laid("argocd: 3.3")


@pytest.mark.parametrize(("own", "policy", "counts"), [
    ("", "", None),
    ("syncWaveDelay: 0", "", 0),
    ("syncWaveDelay: 0", "syncWaveDelay: 5", 5),
    ("syncWaveDelay: 5", "syncWaveDelay: 0", 0),
    ("", "projects: [{match: default, syncWaveDelay: 0}]\nsyncWaveDelay: 5", 0),
])  # fmt: skip
def test_the_operator_knows_the_pauses_of_argo_cd(own: str, policy: str, counts: int | None) -> None:
    assert laid(own, f"\n{policy}").sync_wave_delay == counts


@pytest.mark.parametrize("said", ["-1", "2s", "1.5", "86401", "true", "null", '"2"'])
def test_a_pause_is_whole_seconds_from_none_to_a_day(said: str) -> None:
    with pytest.raises(ConfigError, match="syncWaveDelay"):
        laid(f"syncWaveDelay: {said}")

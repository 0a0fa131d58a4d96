"""Each check finds what it is for, and leaves alone what is nearly so."""

import re

import pytest
from judged import HERE, Case, all_cases

from cmp.argocd.application import CHART, MANIFESTS
from cmp.checks.registry import NAMES, findings

CASES = all_cases()
CORPUS = {
    "D1": "hook-needs-later-object/found-helm-hook-and-its-account",
    "D2": "hook-needs-later-object/found-claim-of-a-higher-wave",
    "D3": "claim-before-consumer/found",
    "D4": "namespace-missing/found",
    "D5": "secret-from-later-producer/found",
    "D6": "webhook-before-its-deployment/found-object-that-it-judges",
    "D7": "hooks-only/found",
    "D8": "upgrade-hook-at-install/found-two-that-run-together",
    "D9": "helm-test-dropped/found",
    "D10": "application-health/found",
    "D11": "dependency-cycle/found",
    "D12": "wave-not-integer/found",
    "D13": "gate-may-never-open/found",
    "D14": "hook-needs-later-object/left-alone-namespace-and-definition-come-by-themselves",
    "D15": "unknown-hook/found",
}
"""The known ways in which a sync hangs or lies, and the case for each; the fourteenth only looks like one."""
NOWHERE = {
    "hooks-only": "it is about all objects",
    "other-sources": "it is about the Application",
    "unknown-variable": "it is about the environment",
    "dependency-twice-in-charts": "it is about folders and archives",
}
"""The checks whose findings are about no object and no place in a file."""
CONFIGURED = ("rule-matches-nothing", "declared-order-not-kept", "unused-waiver")
"""The checks that are about swell.yaml itself."""
OF_RULES = re.compile(r"\bwith (a rule|rules)\b|\brules: \[|`(hook|wave|syncOptions|deletePolicy|drop|override)\b")
"""What only a rule can do, or a key of one."""
LINE = re.compile(r"([\w./-]+\.(?:yaml|yml|tpl|json)):(\d+)")


def name(case: Case) -> str:
    return f"{case.check}/{case.file.stem}"


@pytest.mark.parametrize("case", [case for case in CASES if case.finds], ids=name)
def test_a_check_finds_what_it_is_for_and_no_other_check_does(case: Case) -> None:
    found = case.found()
    assert {finding.check for finding in found} == {case.check}
    assert sorted(f"{finding.severity} {finding.ref or 'null'}" for finding in found) == case.expected


@pytest.mark.parametrize("case", [case for case in CASES if case.finds and case.check not in NOWHERE], ids=name)
def test_a_finding_about_no_object_has_its_place_in_a_file_and_the_line_that_it_names(case: Case) -> None:
    for finding in case.found():
        if finding.ref is None:
            assert finding.position
            named = LINE.findall(finding.message)
            assert not named or (finding.position.file, str(finding.position.line)) in named


@pytest.mark.parametrize("case", [case for case in CASES if not case.finds], ids=name)
def test_a_check_leaves_alone_what_is_nearly_so(case: Case) -> None:
    assert [finding for finding in case.found() if finding.check == case.check] == []


@pytest.mark.parametrize("check", NAMES)
def test_every_check_has_a_case_that_it_finds_and_one_that_it_leaves_alone(check: str) -> None:
    assert {case.finds for case in CASES if case.check == check} == {True, False}


@pytest.mark.parametrize("pattern", CORPUS)
def test_every_known_way_to_hang_has_a_case(pattern: str) -> None:
    assert (HERE / f"{CORPUS[pattern]}.yaml").exists()


def test_what_argo_cd_pulls_forward_by_itself_is_never_reported() -> None:
    case = next(case for case in CASES if name(case) == CORPUS["D14"])
    assert case.found() == ()


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_message_is_one_line_without_a_full_stop(case: Case) -> None:
    for finding in case.found():
        assert finding.fix
        assert not finding.message.endswith(".")
        assert "\n" not in finding.message


@pytest.mark.parametrize("case", [case for case in CASES if case.finds], ids=name)
def test_a_fix_asks_for_no_rule_where_argo_cd_renders_by_itself(case: Case) -> None:
    facts = case.facts()
    for place, convert in ((CHART, "or with (a rule|rules) after `swell convert`"), (MANIFESTS, r"\Z.")):
        alone = facts.replace(application=facts.application.replace(by_hand=place))
        for one in findings(alone):
            if one.check not in CONFIGURED:
                assert not OF_RULES.search(re.sub(convert, "", one.fix)), one.fix

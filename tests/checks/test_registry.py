"""Which checks run, and what swell.yaml makes of their findings."""

import subprocess
import sys
from typing import Any

import pytest

from cmp.argocd.application import Application
from cmp.checks.facts import Facts
from cmp.checks.gate import early, stopping
from cmp.checks.registry import findings
from cmp.config.model import Config
from cmp.config.spec import Waiver
from cmp.config.spec_rules import Match
from cmp.errors import ConfigError
from cmp.manifests.split import split
from cmp.model import Severity
from cmp.objects.objects import Objects

PRESYNC = """
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate-1
  annotations: {argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/sync-wave: "one"}
spec: {template: {spec: {containers: [{name: a, envFrom: [{configMapRef: {name: settings}}]}]}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, annotations: {argocd.argoproj.io/hook: HANG}}
"""


def facts(stream: str = PRESYNC.replace("HANG", "Sync"), **config: Any) -> Facts:
    manifests, settings = split(stream, namespace="shop"), Config(where=("swell.yaml",), **config)
    return Facts(
        objects=Objects(manifests, settings),
        written=manifests,
        rendered=manifests,
        idle=(),
        config=settings,
        application=Application(namespace="shop"),
    )


def told(values: Facts) -> dict[str, Severity]:
    return {finding.check: finding.severity for finding in findings(values)}


def test_the_worst_comes_first_whatever_the_order_of_the_checks() -> None:
    severities = [finding.severity for finding in findings(facts())]
    assert severities == sorted(severities, key=list(Severity).index)


def test_a_check_has_the_severity_that_swell_yaml_gives_it() -> None:
    assert told(facts())["wave-not-integer"] is Severity.WARNING
    assert told(facts(checks={"wave-not-integer": "error"}))["wave-not-integer"] is Severity.ERROR


def test_a_check_that_is_off_finds_nothing() -> None:
    assert "wave-not-integer" not in told(facts(checks={"wave-not-integer": "off"}))


def test_a_waiver_is_for_the_objects_that_it_matches() -> None:
    mine = Waiver(check="wave-not-integer", match=Match(name="migrate-*"), reason="it may be 0")
    others = Waiver(check="wave-not-integer", match=Match(name="settings"), reason="it may be 0")
    assert {"wave-not-integer", "unused-waiver"}.isdisjoint(told(facts(waivers=(mine,))))
    assert {"wave-not-integer", "unused-waiver"} <= told(facts(waivers=(others,))).keys()


@pytest.mark.parametrize("run", [findings, early])
def test_a_check_that_there_is_not_is_refused_with_the_nearest_name(run: Any) -> None:
    with pytest.raises(ConfigError) as error:
        run(facts(checks={"hook-only": "off"}))
    assert str(error.value) == "swell.yaml: checks: there is no check 'hook-only'"
    assert error.value.fix == "did you mean hooks-only?"


def test_a_render_runs_the_fatal_checks_alone() -> None:
    values = facts(PRESYNC.replace("HANG", "presync"))
    assert [finding.check for finding in early(values)] == ["unknown-hook"]
    assert not {"edges", "plan"} & values.__dict__.keys()
    assert "index" not in values.objects.__dict__


@pytest.mark.parametrize("config", [{"fail_on": "error"}, {"checks": {"hook-needs-later-object": "fatal"}}])
def test_a_render_runs_all_checks_where_others_could_stop_it(config: dict[str, Any]) -> None:
    values = facts(**config)
    assert "hook-needs-later-object" in {one.check for one in stopping(early(values), values.config.fail_on)}


def test_nothing_stops_a_render_that_may_never_fail() -> None:
    values = facts(PRESYNC.replace("HANG", "presync"), fail_on="never")
    assert early(values)
    assert stopping(early(values), "never") == ()


def test_the_checks_of_a_render_import_neither_the_others_nor_the_simulation() -> None:
    program = "import sys, cmp.checks.gate; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"cmp.checks.registry", "cmp.argocd.simulate", "cmp.order.edges", "difflib"} & set(run.stdout.split())

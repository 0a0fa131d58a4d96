"""What a check calls an error really hangs or fails, and what only looks like one really is synced."""

from collections.abc import Iterator

import cases_sync
import definitions
import pytest
from argocd import State
from cases_sync import CASES
from planned import Planned, planned, rendered
from processes import wait
from stand import Stand
from whole import wholes

from cmp.argocd.annotations import HOOK, SYNC_WAVE
from cmp.config.model import Config

pytestmark = pytest.mark.can_differ
Outcomes = dict[str, tuple[Planned, State]]


@pytest.fixture(scope="module")
def outcomes(stand: Stand) -> Iterator[Outcomes]:
    """Sync all the cases at once; return what became of each."""
    found = {}
    called = {case: f"case-{number}" for number, case in enumerate([*cases_sync.deadly(), *cases_sync.harmless()])}
    known = [name for case, name in called.items() if cases_sync.definitions_known(case)]
    stand.define(*(definitions.definition(f"{name}.example.com", "Tide", ("v1",)) for name in known))
    for case, name in called.items():
        found[case] = planned(name, rendered(cases_sync.documents(case, name), namespace=name))
    options = {name: CASES[case].said["request"].get("sync_options", []) for case, name in called.items()}
    stand.sync({name: found[case].text for case, name in called.items()}, options)
    states = stand.settle(called.values())
    yield {case: (found[case], states[name]) for case, name in called.items()}
    stand.forget(called.values())


@pytest.mark.parametrize("case", cases_sync.deadly())
def test_what_a_check_calls_an_error_hangs_or_fails(case: str, outcomes: Outcomes) -> None:
    assert outcomes[case][1]["phase"] in ("Running", "Failed"), outcomes[case][1].get("message")


@pytest.mark.parametrize("case", cases_sync.harmless())
def test_what_only_looks_like_it_is_synced(case: str, outcomes: Outcomes, stand: Stand) -> None:
    if stand.controller.stumbled(outcomes[case][1]):
        pytest.skip("Argo CD 3.4 looked at a definition too early")
    assert outcomes[case][1]["phase"] == "Succeeded", outcomes[case][1].get("message")


def test_all_cases_that_do_not_fail_are_synced_as_simulated(outcomes: Outcomes, stand: Stand) -> None:
    assert stand.differences(pair for pair in outcomes.values() if pair[1]["phase"] != "Failed") == {}


def test_a_kind_that_somebody_defines_while_it_is_synced_is_synced(stand: Stand) -> None:
    name = "defined-late"
    (tide,) = cases_sync.documents("custom-resource-without-crd/left-alone-not-tried", name)
    main = {"name": "main", "envFrom": [{"configMapRef": {"name": "started"}}]}
    early = {"argocd.argoproj.io/sync-wave": "-1"}
    operator = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "operator", "annotations": early},
                "spec": {"template": {"spec": {"containers": [main]}}}}  # fmt: skip
    one = planned(name, rendered(wholes([operator, tide]), namespace=name))
    stand.sync({name: one.text})
    assert wait(lambda: stand.nodes.shown(name).count("configmaps/started") == 1)
    stand.define(definitions.definition(f"{name}.example.com", "Tide", ("v1",)))
    stand.plane.api.create(f"/api/v1/namespaces/{name}/configmaps", {"metadata": {"name": "started"}})
    state = stand.settle([name])[name]

    assert (state["phase"], stand.differences([(one, state)])) == ("Succeeded", {})


@pytest.mark.parametrize("version", ["policy/v1beta1", "nope.example.com/v1"])
def test_what_nobody_may_define_is_refused_before_anything_is_applied(version: str, stand: Stand) -> None:
    name = f"refused-{version.partition('/')[0].replace('.', '-')}"
    hook = {HOOK: "PreSync"}
    last = {"name": "last", "annotations": {SYNC_WAVE: "1"}}
    kind = "PodDisruptionBudget" if version == "policy/v1beta1" else "Tide"
    first, then = ({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": one}} for one in ("first", "then"))
    first["metadata"]["annotations"] = hook
    documents = [first, then, {"apiVersion": version, "kind": kind, "metadata": last}]
    known = tuple(f"{served}/{kind}" for served, _, kind in stand.plane.kinds())
    one = planned(name, rendered(documents, namespace=name), Config(api_versions=known))
    stand.sync({name: one.text})
    state = stand.settle([name])[name]

    assert (state["phase"], [made.name for made in stand.made() if made.namespace == name]) == ("Failed", [])
    assert "tasks are not valid" in state["message"]

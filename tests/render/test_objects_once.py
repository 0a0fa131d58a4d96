"""How often the objects of a large stream are gone through: counted, since seconds depend on the machine."""

import runpy
import sys
from collections import Counter
from types import CodeType, FrameType

import pytest
from programs import TOP

from cmp.argocd.annotations import HELM_HOOK
from cmp.config.model import Config
from cmp.config.resolved import resolve
from cmp.dialect import to_json
from cmp.objects.index import Index
from cmp.order.edges.references import references
from cmp.render.inputs import Inputs
from cmp.render.pipeline import build
from cmp.render.stages import STAGES
from cmp.render.sync_report import sync_report
from cmp.request.model import AppRequest
from cmp.sources.paths import PathResolver

documents = runpy.run_path(str(TOP / "benchmarks/scale.py"))["documents"]
INPUTS = Inputs.of(
    resolve(AppRequest(folder="/", app="web"), Config(), PathResolver(folder="/", root="/")), chart="", layers=()
)
COUNTED: dict[CodeType, str] = {
    Index.__init__.__code__: "index",
    references.__code__: "edges",  # a finder, which each making of edges asks once
}


def counted(*, hooks: bool, untouched: bool) -> Counter[str]:
    """Return how often an index and edges are made for the plan of 5,000 objects, of which Jobs may be Helm's hooks."""
    found = list(documents(5_000))
    for one in found:
        if hooks and one["kind"] == "Job":
            one["metadata"]["annotations"] = {HELM_HOOK: "post-install"}
    stream = "".join(f"---\n{to_json(one)}\n" for one in found)
    begun: dict[int, FrameType] = {}  # which are kept, so that no other frame gets the number of one

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in COUNTED:
            begun[id(frame)] = frame

    sys.setprofile(count)
    try:
        built = build(INPUTS, stream, stages=() if untouched else STAGES)
        sync_report(built, untouched=untouched)
    finally:
        sys.setprofile(None)
    return Counter(COUNTED[frame.f_code] for frame in begun.values())


@pytest.mark.parametrize("untouched", [False, True])
def test_edges_are_made_once_where_no_hook_moves_although_waves_change(*, untouched: bool) -> None:
    assert counted(hooks=False, untouched=untouched) == {"index": 2, "edges": 1}


@pytest.mark.parametrize("untouched", [False, True])
def test_edges_are_made_once_for_hooks_that_move_and_once_for_the_rest(*, untouched: bool) -> None:
    assert counted(hooks=True, untouched=untouched) == {"index": 3, "edges": 2}

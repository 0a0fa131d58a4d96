"""Each call that `generate` makes to the operating system fails, is cut, is slow, and is the last one, in turn.

    pytest tests/faults --faults 0

tries each fault, once of those that are alike, which takes two hours; `--seed N` draws others. What is printed is all
or nothing, the exit code and the message say which, the next run is a good one, and nothing is left behind.
"""

import shutil
from collections import Counter
from pathlib import Path

import pytest
from faults import Setting, calls, distinct, faults, faulty, some, took_place, was_killed, was_lost, wrong

AGAIN = 10
"""Times that a fault is tried until it takes place: the calls of Go's client move between its threads."""

needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace is missing")


@needs_strace
@pytest.mark.parametrize("name", ["plain", "known", "warm", "cold", "floating", "resident"])
def test_each_call_of_generate_may_go_wrong(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    setting: Setting = request.getfixturevalue(name)
    whole = setting.again().out
    found = calls(tmp_path / "trace", setting)
    tried, complaints, missed = Counter[str](), list[str](), list[str]()

    for fault in some(distinct(faults(found)), request.config):
        for _ in range(AGAIN):
            ended = setting.start(*faulty(fault, tmp_path / "trace"))
            if took_place(tmp_path / "trace"):
                break
        else:
            missed.append(f"{fault.call.name} {fault.kind} ({fault.call.number}): {fault.call.text}")
        tried[fault.kind] += 1
        complaint = wrong(ended, whole, killed=was_killed(ended, fault), lost=was_lost(fault))
        if fault.kind == "is slow" and ended.status:
            complaint = complaint or "what was slow was taken for broken"
        after = setting.again()
        if after.out != whole:
            complaint = complaint or f"the next run failed: {after.err}"
        if left := setting.left():
            complaint = complaint or f"left behind: {left}"
        if complaint:
            complaints.append(
                f"{fault.call.name} {fault.kind} ({fault.how}, {fault.call.number}): {complaint}\n  {fault.call.text}"
            )

    said = f" {name}: {len(found)} calls; tried {dict(tried)}; {len(missed)} took no place"
    request.config.get_terminal_writer().line(said)
    assert len(missed) <= 0.1 * tried.total(), "\n".join(missed)
    assert complaints == [], "\n".join([f"{len(complaints)} of {tried.total()}", *complaints])

"""Each connection to a host is refused, breaks off, is slow, silent, or the last one, in turn.

How often a host is asked is counted by a run in which all is well.
"""

import re
from itertools import product
from pathlib import Path

import pytest
from cutting import KINDS, Between, between
from faults import Setting, some, wrong

GIVES_UP = "3"  # seconds for a render that a host keeps waiting


def spoiled(setting: Setting, host: Between, config: pytest.Config) -> list[str]:
    """Return what is wrong after each connection has been spoiled in each way."""
    host.reset()
    whole = setting.start()
    assert whole.status == 0, whole.err
    complaints = []
    numbers = range(1, len(host.answered) + 1)
    for number, kind in some(list(product(numbers, KINDS)), config):
        host.reset(number, kind)
        ended = setting.start(**({"SWELL_TIMEOUT": GIVES_UP} if kind == "says nothing" else {}))
        host.reset()
        complaint = wrong(ended, whole.out, killed=False)
        if kind == "is slow" and ended.status:
            complaint = "what was slow was taken for broken"
        if setting.again().out != whole.out:
            complaint = complaint or "the next run failed"
        if left := setting.left():
            complaint = complaint or f"left behind: {left}"
        if complaint:
            complaints.append(f"connection {number} {kind}: {complaint} ({ended.err[:200]})")
    return complaints


def redirected(text: str, host: Between) -> str:
    """Return a swell.yaml whose addresses on this machine lead to the server between."""
    return re.sub(r"127\.0\.0\.1:\d+", f"127.0.0.1:{host.port}", text)


def port(text: str) -> int:
    """Return the port of the addresses in a swell.yaml."""
    (number,) = set(re.findall(r"127\.0\.0\.1:(\d+)", text))
    return int(number)


@pytest.mark.parametrize("lock", ["locked", "floating"])
def test_each_connection_to_git_may_be_spoiled(cold: Setting, lock: str, pytestconfig: pytest.Config) -> None:
    files = [cold.folder.parents[1] / name for name in ("swell.yaml", "swell.lock")]
    if lock == "floating":
        files.pop().unlink()
    with between(port(files[0].read_text())) as host:
        for path in files:
            path.write_text(redirected(path.read_text(), host))
        assert spoiled(cold, host, pytestconfig) == []


def test_each_connection_to_a_repository_of_charts_may_be_spoiled(
    chart_from_elsewhere: Setting, pytestconfig: pytest.Config
) -> None:
    path = Path(chart_from_elsewhere.folder / "swell.yaml")
    with between(port(path.read_text())) as host:
        path.write_text(redirected(path.read_text(), host))
        assert spoiled(chart_from_elsewhere, host, pytestconfig) == []

"""Work in processes of their own."""

import os
import signal
import time
from pathlib import Path

import pytest

from cmp.system.forks import each


def test_every_item_has_its_own_result_whatever_the_order_of_their_ends() -> None:
    assert dict(each(lambda number: number * number, range(50), at_once=4)) == {n: n * n for n in range(50)}


def test_results_larger_than_a_pipe_come_whole() -> None:
    sizes = [3_000_000, 5]

    assert dict(each(lambda size: "x" * size, sizes, at_once=2)) == {n: "x" * size for n, size in enumerate(sizes)}


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_one_that_is_killed_ends_alone(end: signal.Signals) -> None:
    def work(number: int) -> int:
        if number == 1:
            os.kill(os.getpid(), end)
        return number

    assert dict(each(work, [0, 1, 2], at_once=2)) == {0: 0, 1: None, 2: 2}


def test_one_that_raises_ends_alone() -> None:
    assert dict(each(lambda number: 1 // number, [0, 1], at_once=2)) == {0: None, 1: 1}


def test_no_more_run_at_once_than_may(tmp_path: Path) -> None:
    def work(number: int) -> int:
        mine = tmp_path / str(number)
        mine.touch()
        time.sleep(0.02)
        beside = len(list(tmp_path.iterdir()))
        mine.unlink()
        return beside

    assert max(beside or 0 for _, beside in each(work, range(12), at_once=3)) <= 3


def test_nothing_runs_on_where_the_results_are_not_waited_for(tmp_path: Path) -> None:
    def work(number: int) -> int:
        if number:
            (tmp_path / "pid").write_text(str(os.getpid()))
            time.sleep(60)
        else:
            while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
                time.sleep(0.01)
        return number

    results = each(work, [0, 1], at_once=2)
    assert next(results) == (0, 0)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)

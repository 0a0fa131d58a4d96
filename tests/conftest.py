"""What all tests share: the options of the suite."""

import pytest

pytest_plugins = ["shared"]  # "fixtures" is the name of one of pytest's own


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden cases' expectations; review the diff")
    parser.addoption(
        "--far", type=int, default=1, metavar="N", help="lengths of lines so far from where Helm loses them"
    )
    parser.addoption("--charts", type=int, default=2, metavar="N", help="random charts of 10 trees for each Helm")
    parser.addoption("--seed", type=int, default=0, metavar="N", help="start the random cases from here")
    parser.addoption(
        "--faults", type=int, default=2, metavar="N", help="try so many faults of each list, 0 for all of them"
    )

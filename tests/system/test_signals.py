import signal

import pytest

from cmp.system.signals import signal_name


@pytest.mark.parametrize(("number", "name"), [(9, "SIGKILL"), (15, "SIGTERM"), (40, "signal 40"), (0, "signal 0")])
def test_a_signal_is_called_by_its_name_if_it_has_one(number: int, name: str) -> None:
    assert signal_name(number) == name
    assert name.startswith("signal ") or signal.Signals[name] == number

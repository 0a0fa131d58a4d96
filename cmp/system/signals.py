"""Names of signals, for messages."""

import signal


def signal_name(number: int) -> str:
    """Return what a signal is called, as SIGKILL; `signal 40` where it has only a number."""
    return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"

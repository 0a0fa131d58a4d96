"""The program of the collector, which `swell sidecar` starts where metrics or a log are asked for.

It reads the server's events, a line each, logs them on stderr, and serves metrics of them. It is a process of its own,
so that neither a log that is not read nor a scrape holds the server up.
"""

import os
import sys
from collections.abc import Callable

from cmp.cli.failure import reported
from cmp.settings import Settings
from cmp.telemetry.record import Event, line, read


def collect() -> int:
    """Collect until stdin ends, which is when the server and the sidecar have ended."""
    settings = Settings.read(os.environ)
    sinks: list[Callable[[Event], None]] = [_log] if settings.logs else []
    if address := settings.metrics_address:
        from cmp.telemetry.metrics import Metrics

        metrics = Metrics()
        metrics.serve(*address)
        sinks.append(metrics.take)
    for text in sys.stdin.buffer:
        event = read(text)
        for sink in sinks:
            sink(event)
    return 0


def _log(event: Event) -> None:
    os.write(2, line(event))


if __name__ == "__main__":
    sys.exit(reported(collect))

"""The metrics of the sidecar, for Prometheus: made of the server's events, and served by threads of this process.

Names of Applications and projects are no labels: tenants choose them, and each would be series of its own.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram, Info, disable_created_metrics, make_wsgi_app

from cmp import __version__
from cmp.errors import CommandError, SwellError
from cmp.telemetry.record import GONE, KILLED, OUTCOMES, Event, Start
from cmp.telemetry.scrapes import serve

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 40, 50, 60)
"""The bounds of the histograms: a cached render takes some hundredths, and at 60 Argo CD gives up."""


class Metrics:
    """The metrics of one sidecar. Each series is there from the start, so that the first event of its kind counts."""

    def __init__(self) -> None:
        """Make them, with zeros."""
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()  # of its own: the metrics of this process are none of a render's
        self._seconds = Histogram(
            "swell_render_seconds",
            "Seconds of a render, by outcome: rendered, known (from the render cache) or failed.",
            ["outcome"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._waits = Histogram(
            "swell_render_wait_seconds",
            "Seconds that a render waited for one of SWELL_RENDERS places; those that needed none don't count.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._failures = Counter(
            "swell_render_failures", "Failed renders, by cause.", ["cause"], registry=self.registry
        )
        self._starts = Counter("swell_server_starts", "Starts of the server that renders.", registry=self.registry)
        Info("swell_build", "The version of Swell.", registry=self.registry).info({"version": __version__})
        for outcome in OUTCOMES:
            self._seconds.labels(outcome)
        for cause in causes():
            self._failures.labels(cause)

    def take(self, event: Event) -> None:
        """Count an event."""
        if isinstance(event, Start):
            self._starts.inc()
            return
        self._seconds.labels(event.outcome).observe(event.seconds)
        if event.waited is not None:
            self._waits.observe(event.waited)
        if event.cause is not None:
            self._failures.labels(event.cause).inc()

    def serve(self, address: str, port: int) -> None:
        """Serve them over HTTP, in threads. Raises CommandError where that can't be."""
        try:
            serve(make_wsgi_app(self.registry), address, port)
        except OSError as problem:
            said = f"can't serve metrics at {address}, port {port}: {problem.strerror}"
            raise CommandError(
                said, fix="let SWELL_METRICS name a port that is free, and an address of this machine"
            ) from None


def causes(kind: type[SwellError] = SwellError) -> list[str]:
    """Return all causes of failures: the words of the error classes, and those of the server itself."""
    below = [cause for one in kind.__subclasses__() for cause in causes(one)]
    return [*dict.fromkeys([*below, *([kind.cause] if kind.cause else [GONE, KILLED])])]

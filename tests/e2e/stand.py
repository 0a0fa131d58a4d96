"""All of it together: a cluster, Argo CD that syncs into it, and the stand-in for its nodes and operators."""

import time
from collections.abc import Iterable

import definitions
import record
from argocd import OVER, Controller
from control_plane import ControlPlane
from nodes import Nodes
from processes import wait
from repository import Repository

_QUIET = 15
"""Seconds without any news after which a sync hangs: what the nodes do, they do within one."""


class Stand:
    """What tests of a whole sync are given."""

    def __init__(self, plane: ControlPlane, controller: Controller, repository: Repository) -> None:
        """Define what operators know, and let the nodes come up."""
        self.plane, self.controller, self.repository = plane, controller, repository
        for one in definitions.operated():
            plane.api.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", one)
        self.nodes = Nodes(plane.api)

    def made(self) -> list[record.Made]:
        """Return what Argo CD has made so far."""
        return record.made(self.plane.audit)

    def settle(self, names: Iterable[str], seconds: float) -> None:
        """Wait until each of these syncs is over or hangs: nothing new is heard of any of them."""
        wanted = set(names)
        last, since = None, time.monotonic()

        def settled() -> bool:
            nonlocal last, since
            states = self.controller.states()
            news = {name: (one.get("phase"), one.get("message")) for name, one in states.items() if name in wanted}
            if news != last:
                last, since = news, time.monotonic()
            begun = len(news) == len(wanted) and all(phase for phase, _ in news.values())
            over = begun and all(phase in OVER for phase, _ in news.values())
            return over or (begun and time.monotonic() - since > _QUIET)

        assert wait(settled, seconds, pause=0.5), f"neither over nor at rest within {seconds} s: {last}"

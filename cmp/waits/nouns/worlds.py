"""The worlds of simulated runs: one target has a known state, and all other targets may have any."""

from collections.abc import Mapping
from enum import Enum

from cmp.value import Value
from cmp.waits.nouns.model import Target, Truth
from cmp.waits.nouns.probe import Answer, Probe
from cmp.waits.nouns.text import HOLE


class Mode(Enum):
    """The state of a target."""

    ABSENT = "absent"
    UNREADY = "unready"  # it is there, and not ready
    THERE = "there"  # it is there and ready
    ANY = "any"  # nothing is known of it


class World(Value):
    """The known states of some targets, and the state of all others."""

    modes: Mapping[Target, Mode]
    others: Mode = Mode.ANY

    def answer(self, probe: Probe) -> Answer:
        """Return the answer to a probe."""
        mode = self.modes.get(probe.target, self.others)
        if mode is Mode.ANY:
            return Answer(status=None, prints=HOLE)
        gone = probe.truth is Truth.DELETED
        if mode is Mode.ABSENT:
            return Answer(status=gone or probe.lists, prints=probe.absent)
        if mode is Mode.UNREADY:
            return Answer(status=probe.lists or probe.truth is Truth.EXISTS, prints=probe.unready)
        return Answer(status=not gone, prints=probe.prints)

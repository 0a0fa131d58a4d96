"""A kind of source as a value: how it is declared, what pins it, and what pulls it."""

import re

from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Protocol

    from cmp.sources.model import Pinned, Pulling, Source
    from cmp.sources.pull.location import Location

    class Puller(Protocol):
        """The module that pulls sources of a kind."""

        def resolve(self, source: Source, location: Location, pulling: Pulling, /) -> Pinned:
            """Return what a source is now."""

        def fetch(self, source: Source, location: Location, pinned: Pinned, folder: str, pulling: Pulling, /) -> None:
            """Fill a folder with what is pinned."""

    Confirm = Callable[[Source, Location, Pinned, Pulling], None]


def _any(_source: "Source", _location: "Location") -> None:
    """Refuse nothing."""


class SourceKind(Value):
    """A kind of source. A new one is a folder beside the others, and a line in `kinds.py`.

    Attributes:
        spec: its keys in swell.yaml, with their descriptions. The first holds the address and is the kind's name, the
            last what is asked for; one between them names a chart. Of a key that several kinds have, the words of the
            last kind are the schema's, and have to fit all.
        wanted: what its address has to be, in the words of an error.
        address: the pattern of one.
        schemes: those that it is pulled by; `local` are more of them, on a machine without a network.
        example: addresses, for a fix.
        exact: the pattern of what can only be one thing, if it is asked for.
        pins: the patterns of the fields of `Pinned` that a pin has, the one first that an exact declaration gives. A
            pin reaches programs, which must never take it for a flag.
        puller: returns the module that pulls.
        refuse: refuses a location, or what is asked for there, for reasons of this kind.
        confirm: checks that a server has a pin, where that can be asked without its content.
        unasked: why no server is asked for an exact one, "" where one is.
        blanks: whether what is asked for may hold blanks.
        repository: where a dependency of a chart lies in its `repository`; "" where none is pulled so.
        borrows: whether Argo CD's own credentials may be lent to it.
    """

    spec: "Mapping[str, str]"
    wanted: str
    address: str
    schemes: tuple[str, ...]
    local: tuple[str, ...] = ()
    example: str
    exact: str
    pins: "Mapping[str, str]"
    puller: "Callable[[], Puller]"
    refuse: "Callable[[Source, Location], None]" = _any
    confirm: "Confirm | None" = None
    unasked: str = ""
    blanks: bool = False
    repository: str = ""
    borrows: bool = False

    @property
    def name(self) -> str:
        """The key of its address."""
        return next(iter(self.spec))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys beside its address, all of which a declaration has."""
        return tuple(self.spec)[1:]

    @property
    def asks(self) -> str:
        """The key of what is asked for."""
        return self.keys[-1]

    @property
    def locked(self) -> str:
        """The key of what is asked for in swell.lock, where a pin may have that name."""
        return "asked" if self.asks in self.pins else self.asks

    def is_exact(self, asked: str) -> bool:
        """Tell whether what is asked for can only be one thing."""
        return bool(re.fullmatch(self.exact, asked))

    def locate(self, source: "Source", *, local: bool) -> "Location":
        """Return the parts of a source's location.

        Raises:
            PullError: the transport is unknown, or a part of the location is not allowed.
        """
        from cmp.sources.pull.location import parsed

        location = parsed(source, (*self.schemes, *(self.local if local else ())), example=self.example)
        self.refuse(source, location)
        return location

"""The nouns that travel between the rooms."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from cmp import dialect
from cmp.value import Value


class Ref(NamedTuple):
    """Who an object is: without a version, since Argo CD takes two versions of a kind for one object."""

    group: str
    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"


class Head(Value):
    """What the first lines of a document say; metadata alone, never the body.

    `length` is how many characters they are, all of the document's where it had to be read as a whole.
    """

    length: int
    api_version: str
    kind: str
    name: str
    generate_name: str
    namespace: str
    labels: dict[str, str]
    annotations: dict[str, str]

    def decided(self, decisions: "Iterable[Decision]") -> "Head":
        """Return the head as it is after some decisions; itself where there are none."""
        decisions = tuple(decisions)
        if not decisions:
            return self
        texts = {place: dict(getattr(self, place)) for place in Place}
        for decision in decisions:
            if decision.value is None:
                texts[decision.place].pop(decision.key, None)
            else:
                texts[decision.place][decision.key] = decision.value
        return self.replace(**texts)


class Bundle(Value):
    """A `kind: List` document that several manifests came from, kept so that an untouched one leaves as it came."""

    text: str
    size: int


class Manifest(Value):
    """One object of the stream.

    `text` is the document as it was printed, without its separator and with its last line end; `origin` the template
    that printed it (what Helm says in its `# Source:` line), "" if unknown.
    """

    ref: Ref
    head: Head
    text: str
    origin: str = ""
    bundle: Bundle | None = None

    @cached_property
    def document(self) -> dict[str, Any]:
        """The whole document, parsed once; not to be changed by anybody."""
        return dialect.load(self.text)  # type: ignore[no-any-return]

    def with_head(self, head: Head) -> "Manifest":
        """Return the manifest with another head; its text, and the document if that was read, stay the old ones."""
        if head is self.head:
            return self
        changed = self.replace(head=head)
        if "document" in self.__dict__:
            changed.__dict__["document"] = self.document
        return changed


class Need(StrEnum):
    """What has to be so of one object before another is applied."""

    EXISTS = "exists"
    READY = "ready"  # healthy, or complete


class Strength(StrEnum):
    """How much that matters."""

    MUST = "must"  # without it the sync fails or hangs, or an application starts against what is not there
    SHOULD = "should"  # it converges by itself, sooner or later


class Reason(StrEnum):
    """Where an edge comes from, in the order in which edges enter the solver."""

    DECLARED = "declared"
    WEIGHT = "weight"
    DEFINITION = "definition"
    ADMISSION = "admission"
    WATCHED = "watched"
    ADDRESS = "address"
    REFERENCE = "reference"
    PRODUCER = "producer"
    CONTROLLER = "controller"
    BYGONE = "bygone"  # an order that a hook had before it became an ordinary object


class Edge(Value):
    """That one object comes before another, and why.

    `blocks` tells that `after` certainly can't become healthy, or complete, while the need is not met: a pod does not
    start without its ConfigMap. `tries` is for how many seconds it tries at a time before it ends with an error, None
    where it does not. Of edges that are merged, `reason` is the first, and `whys` are all.
    """

    before: Ref
    after: Ref
    need: Need
    strength: Strength
    reason: Reason
    blocks: bool
    whys: tuple[str, ...]
    tries: float | None = None

    @classmethod
    def ready(cls, before: Ref, after: Ref, reason: Reason, why: str) -> "Edge":
        """Return that one object must be ready before the other, as its author or Helm says; nothing hangs without."""
        must = Strength.MUST
        return cls(before=before, after=after, need=Need.READY, strength=must, reason=reason, blocks=False, whys=(why,))


class UnclearNeed(Value):
    """That one object may need another, which no manifest says, and what tells so."""

    before: Ref
    after: Ref
    why: str


class Place(StrEnum):
    """Where in an object's metadata a decision writes."""

    ANNOTATIONS = "annotations"
    LABELS = "labels"


class Decision(Value):
    """One key to set in an object's metadata, or to remove where `value` is None, and why."""

    ref: Ref
    place: Place
    key: str
    value: str | None
    why: str


class Severity(StrEnum):
    """How bad a finding is; `fatal` stops `swell generate`."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(Value):
    """What a check has to say about an object, and what to do about it; `fails` if no sync can succeed with it."""

    check: str
    severity: Severity
    ref: Ref | None
    message: str
    fix: str
    fails: bool = False

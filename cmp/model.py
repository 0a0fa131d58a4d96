"""The values that all rooms share: objects, edges, decisions and findings."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from cmp import dialect
from cmp.value import Value


class Ref(NamedTuple):
    """The identity of an object: group, kind, namespace and name, without the version, as Argo CD compares objects."""

    group: str
    kind: str
    namespace: str
    name: str

    @property
    def group_kind(self) -> tuple[str, str]:
        """The group and the kind, by which tables of kinds have their entries."""
        return self[:2]

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"


class Head(Value):
    """The `apiVersion`, `kind` and metadata of a document, read from its first lines without the body.

    `length` is the number of characters of these lines, or of the whole document where all of it had to be read.
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
        """Return the head with decisions applied; the same head if there are none."""
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
    """A `kind: List` document with several manifests, kept so that it is printed as it came if none of them changes."""

    text: str
    size: int


class Manifest(Value):
    """One object of the stream.

    `text` is the document as it was printed, without its separator and with its last line end; `origin` is the template
    that printed it (Helm's `# Source:` line), "" if unknown.
    """

    ref: Ref
    head: Head
    text: str
    origin: str = ""
    bundle: Bundle | None = None

    @cached_property
    def document(self) -> dict[str, Any]:
        """The whole document, parsed once; it must not be changed."""
        return dialect.load(self.text)  # type: ignore[no-any-return]

    def with_head(self, head: Head) -> "Manifest":
        """Return the manifest with another head; its text and its parsed document stay as they were."""
        if head is self.head:
            return self
        changed = self.replace(head=head)
        if "document" in self.__dict__:
            changed.__dict__["document"] = self.document
        return changed


class Need(StrEnum):
    """The state in which one object must be before another one is applied."""

    EXISTS = "exists"
    READY = "ready"  # healthy, or complete


class Strength(StrEnum):
    """How strongly an edge must be kept."""

    MUST = "must"  # without it the sync fails or hangs, or an application starts against what is not there
    SHOULD = "should"  # it converges by itself, sooner or later


class Reason(StrEnum):
    """The origin of an edge, in the order in which edges enter the solver."""

    DECLARED = "declared"
    WEIGHT = "weight"
    DEFINITION = "definition"
    ADMISSION = "admission"
    CONVERSION = "conversion"
    WATCHED = "watched"
    ADDRESS = "address"
    REFERENCE = "reference"
    PRODUCER = "producer"
    CONTROLLER = "controller"
    FORMER_HOOK_ORDER = "former_hook_order"  # an order that a hook had before it became an ordinary object


class Edge(Value):
    """A need between two objects: `before` comes before `after`, with the reason.

    `blocks` says that `after` surely can't become healthy, or complete, while the need is not met: a pod does not start
    without its ConfigMap. `tries` is the seconds of each try before `after` ends with an error, None if it does not. A
    merged edge has the first `reason`, and all `whys`.
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
        """Return a `must` edge by which one object is ready before the other; the sync does not hang without it."""
        must = Strength.MUST
        return cls(before=before, after=after, need=Need.READY, strength=must, reason=reason, blocks=False, whys=(why,))


class UnclearNeed(Value):
    """A hook that a workload may need, although no manifest says so, and the signs of that."""

    before: Ref
    after: Ref
    why: str


class Place(StrEnum):
    """The part of an object's metadata that a decision changes."""

    ANNOTATIONS = "annotations"
    LABELS = "labels"


class Decision(Value):
    """A key to set in an object's metadata, or to remove if `value` is None, and the reason."""

    ref: Ref
    place: Place
    key: str
    value: str | None
    why: str


class Severity(StrEnum):
    """The severity of a finding; a `fatal` one stops `swell generate`."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Position(Value):
    """A place in a file: `line` and `column` count from 1, and are 0 where they are unknown."""

    file: str
    line: int = 0
    column: int = 0

    @classmethod
    def of(cls, place: str) -> "Position":
        """Return the position in `apps/web/swell.yaml:7`; the line may lack."""
        file, _, line = place.rpartition(":")
        return cls(file=file, line=int(line)) if file and line.isdecimal() else cls(file=place)


class Finding(Value):
    """A problem that a check reports about an object, and its fix; it `fails` if no sync can succeed with it.

    `position` is where the problem is written, None where only the object is known.
    """

    check: str
    severity: Severity
    ref: Ref | None
    message: str
    fix: str
    fails: bool = False
    position: Position | None = None

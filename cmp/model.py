"""The values that all rooms share: objects, edges, decisions and findings."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from cmp import dialect
from cmp.value import FrozenDict, Value, frozen

_Made = TypeVar("_Made")


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
    labels: Mapping[str, str]
    annotations: Mapping[str, str]

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
        return self.replace(**{place: FrozenDict(one) for place, one in texts.items()})

    def says_as(self, other: "Head") -> bool:
        """Tell whether another head has the same labels and annotations."""
        return self.annotations == other.annotations and self.labels == other.labels

    def laid_over(self, document: dict[str, Any], before: "Head") -> dict[str, Any]:
        """Return a document, or the head of one, with these labels and annotations in place of earlier ones."""
        texts = {place: getattr(self, place) for place in Place if getattr(self, place) != getattr(before, place)}
        if not texts:
            return document
        kept = {key: value for key, value in document["metadata"].items() if key not in texts}
        metadata = FrozenDict(kept | {place: one for place, one in texts.items() if one})
        return FrozenDict({**document, "metadata": metadata})


class Bundle(Value):
    """A `kind: List` document with several manifests, kept so that it is printed as it came if none of them changes."""

    text: str
    size: int


class Body:
    """A document as it was read, parsed when first asked for; manifests with other labels or annotations share it."""

    def __init__(self, head: Head, text: str, document: dict[str, Any] | None = None) -> None:
        self.head = head
        self._text, self._read = text, document
        self._made: dict[object, Any] = {}

    @cached_property
    def document(self) -> dict[str, Any]:
        """The whole document, which cannot be changed."""
        read, self._read = self._read, None
        return frozen(dialect.load(self._text) if read is None else read)  # type: ignore[no-any-return]

    def made(self, maker: Callable[[], _Made], key: object) -> _Made:
        """Return what was made of the document alone for a key; it is made only once."""
        if key not in self._made:
            self._made[key] = maker()
        return self._made[key]  # type: ignore[no-any-return]


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
    def body(self) -> Body:
        """The document as it was read."""
        return Body(self.head, self.text)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The whole document, with the labels and annotations of the head; it cannot be changed."""
        return self.head.laid_over(self.body.document, self.body.head)

    def known(self, document: dict[str, Any] | None) -> "Manifest":
        """Return the object, which need not be read again where all of its document was read to find the head."""
        if document is not None:
            self.__dict__["body"] = Body(self.head, self.text, document)
        return self

    def with_head(self, head: Head, text: str | None = None) -> "Manifest":
        """Return the object with other labels or annotations, and with the text that has them, if that is written."""
        if head is self.head:
            return self
        changed = self.replace(head=head) if text is None else self.replace(head=head, text=text, bundle=None)
        changed.__dict__["body"] = self.body
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
    without its ConfigMap. `tries` is the seconds of each try before `after` ends with an error, None if it does not.
    `never` says why `before` does not meet the need although it is healthy, "" where it does. A merged edge has the
    first `reason`, and all `whys`.
    """

    before: Ref
    after: Ref
    need: Need
    strength: Strength
    reason: Reason
    blocks: bool
    whys: tuple[str, ...]
    tries: float | None = None
    never: str = ""

    _told = ("whys", "never")

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

    _told = ("why",)


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

    `check` is the name of the check, which the registry gives. `position` is where the problem is written, None where
    only the object is known.
    """

    severity: Severity
    ref: Ref | None
    message: str
    fix: str
    fails: bool = False
    check: str = ""
    position: Position | None = None

    _told = ("message", "fix")

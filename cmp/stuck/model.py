"""The nouns of a stuck sync: what an Application reports, an event, what is awaited, and the answer."""

from collections.abc import Mapping
from enum import StrEnum

from cmp.model import Ref
from cmp.value import Value


class Event(Value):
    """An event of Kubernetes about an object; `last` is the time of its last occurrence as text that sorts."""

    ref: Ref
    reason: str
    message: str
    warning: bool
    last: str


class Result(Value):
    """What a sync did with one object: an entry of `status.operationState.syncResult.resources`.

    `phase` is PreSync, Sync, PostSync or SyncFail; `hook` is a hook's type, "" for an ordinary object; `hook_phase` is
    how far it has come: Running, Succeeded, Failed or Error; `status` is Synced, SyncFailed, Pruned or PruneSkipped.
    """

    ref: Ref
    phase: str
    hook: str
    hook_phase: str
    status: str
    message: str


class Resource(Value):
    """An object of the application: an entry of `status.resources`; `health` is "" where that is not told.

    `hook` tells whether it is a hook that is there.

    Argo CD 3 leaves the health out, unless `controller.resource.health.persist` is set; `argocd app get` adds it.
    """

    ref: Ref
    status: str
    health: str
    message: str
    wave: int
    hook: bool


class Operation(Value):
    """The operation of an Application: `status.operationState`; `finished` and `started` are times, "" without one.

    `limit` is the number of retries that are allowed, negative for any number.
    """

    phase: str
    message: str
    started: str
    finished: str
    retries: int
    limit: int
    results: tuple[Result, ...]


class Reported(Value):
    """What an Application says of itself.

    `asked` tells whether its field `operation` asks for one, `deleted` when its deletion was asked for ("" if not), and
    `finalizers` what has to be done before it is gone; `conditions` are pairs of type and message.
    """

    name: str
    namespace: str
    destination: str
    asked: bool
    deleted: str
    finalizers: tuple[str, ...]
    operation: Operation | None
    resources: tuple[Resource, ...]
    conditions: tuple[tuple[str, str], ...]
    sync: str
    health: str


class State(StrEnum):
    """How an application stands."""

    WAITS = "waits"
    RETRIES = "retries"
    FAILED = "failed"
    TERMINATES = "terminates"
    QUEUED = "queued"
    DELETING = "deleting"
    IDLE = "idle"
    SUCCEEDED = "succeeded"


class Until(StrEnum):
    """The thing that a step waits for, as Argo CD's message says it."""

    COMPLETION = "completion of hook"
    HEALTH = "healthy state of"
    HOOK_DELETION = "deletion of hook"
    DELETION = "deletion of"
    CONFIRMATION = "pruning confirmation of"
    NOTHING = ""


STUCK = frozenset({State.WAITS, State.RETRIES, State.TERMINATES, State.QUEUED, State.DELETING})
"""The states that go on without an end; FAILED has ended badly."""


class Awaited(Value):
    """What an application's operation waits for, or failed with: the objects, the one that Argo CD names first.

    `phase` is "" where nothing tells it, `wave` None likewise: Argo CD lists a hook, with its wave, once it is there.
    `place` is the number of the wave among those of the phase Sync that are known, from 1, and their number; zeros in
    other phases, whose hooks are not listed before they run.
    """

    state: State
    until: Until
    objects: tuple[Ref, ...]
    phase: str = ""
    wave: int | None = None
    place: tuple[int, int] = (0, 0)

    @property
    def step(self) -> str:
        """The step in a sentence: `Sync, wave -1 (1 of 2)`; "the sync" where nothing tells it."""
        if self.wave is None:
            return self.phase or "the sync"
        number, waves = self.place
        return f"{self.phase}, wave {self.wave}" + (f" ({number} of {waves})" if waves > 1 else "")


class Cause(Value):
    """Why it waits: a name for programs, and texts with placeholders for people.

    `why` completes a sentence about the object, `more` is the command that shows more, `fix` what to do. Placeholders
    are those of `Evidence.words`, and what the pattern of a table's row names.
    """

    name: str
    why: str
    more: str
    fix: str


class Found(Value):
    """A cause for one object, None where the operation itself has it, and the words for its placeholders.

    `says` is the message that shows it. `begun` tells whether a container of the object may have
    started: an event says so, or nothing is known.
    """

    cause: Cause
    ref: Ref | None
    words: Mapping[str, str]
    says: str
    begun: bool = False


class Stop(Value):
    """Whether it is safe to terminate the operation, what that does, and the command."""

    safe: bool
    what: str
    command: str


class Answer(Value):
    """The answer: how an application stands, what it waits for, and why.

    `headline` is the answer in one sentence, `cause` its name, "" where nothing is wrong; `says` is the message that
    shows it, `more` the command that shows more. `since` is the time at which the operation began, `stop` None where
    none runs.
    """

    app: str
    since: str
    awaited: Awaited
    headline: str
    cause: str
    says: str
    more: str
    fix: str
    stop: Stop | None

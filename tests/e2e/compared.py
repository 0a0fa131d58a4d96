"""What Argo CD really did, laid beside what Swell says that it does: step by step, batch by batch."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from planned import Planned
from record import Made, Step

from cmp.argocd import simulate
from cmp.argocd.annotations import BEFORE_HOOK_CREATION
from cmp.argocd.hooks import delete_policies
from cmp.argocd.tasks import Task
from cmp.manifests.scope import CLUSTER_SCOPED


class Name(NamedTuple):
    """What an object is called; what belongs to no namespace has none."""

    group: str
    kind: str
    namespace: str
    name: str


def differences(one: Planned, steps: list[Step], made: Iterable[Name], *, ended: bool) -> Iterator[str]:
    """Yield where the two part: steps by what the controller says, batches by what the API server recorded.

    Args:
        one: what Swell says.
        steps: what the controller took up.
        made: what came into being, in order.
        ended: whether the sync came to its end; if not, it came as far as where Swell says that it hangs.
    """
    reached = list(one.plan.steps)
    if not ended and one.stalls:
        del reached[reached.index(one.stalls[0].step) + 1 :]
    ahead = Name("", "Namespace", "", one.name)  # it is made before the first step, so it is in none
    told = [(step.phase, step.wave, names) for step in reached if (names := set(map(_name, step.tasks)) - {ahead})]
    real = [(step.phase, step.wave, {plain(*task) for task in step.tasks} - {ahead}) for step in steps]
    if real != told:
        yield f"steps told {told}, real {real}"
    rest = list(made)
    for batch in _batches(reached):
        now, rest = rest[: len(batch)], rest[len(batch) :]
        if set(now) != batch:
            yield f"batch told {sorted(batch)}, real {now}"
            return
    if rest:
        yield f"made and not told: {rest}"


def _batches(steps: Iterable[simulate.Step]) -> Iterator[set[Name]]:
    """Yield what comes into being at once; a hook of two phases does so twice if the first one's is deleted."""
    there: set[Name] = set()
    for step in steps:
        for batch in step.batches:
            new = {_name(task) for task in batch if _name(task) not in there or _anew(task)}
            there |= new
            if new:
                yield new


def _anew(task: Task) -> bool:
    policies = delete_policies(task.manifest.head.annotations) if task.manifest else ()
    return task.hook and BEFORE_HOOK_CREATION in policies


def _name(task: Task) -> Name:
    return plain(*task.ref)


def plain(group: str, kind: str, namespace: str, name: str) -> Name:
    """Return the name of an object; one that belongs to no namespace loses the one that Argo CD gives it."""
    return Name(group, kind, "" if (group, kind) in CLUSTER_SCOPED else namespace, name)


def own(plan: simulate.Plan, made: Iterable[Made], known: Mapping[tuple[str, str], str]) -> list[Name]:
    """Return what was made for a plan: all in the namespaces that it names, and what it names in the cluster."""
    told = {_name(task) for step in plan.steps for task in step.tasks}
    namespaces = {namespace for _, _, namespace, _ in told} - {""}
    named = [plain(one.group, known[one.group, one.plural], one.namespace, one.name) for one in made]
    return [one for one in named if one in told or one.namespace in namespaces]

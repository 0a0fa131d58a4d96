"""What a second sync really did, laid beside what Swell says of it: steps, what was made, what was deleted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import record
from argocd import State
from compared import Name, plain
from planned import planned
from random_pairs import Pair
from stand import Stand

from cmp.argocd.annotations import HOOK_SUCCEEDED
from cmp.argocd.hooks import delete_policies
from cmp.argocd.plan import Plan, Step
from cmp.review.dangers.refused import refused_of

Told = tuple[str, int, set[Name]]


class Real(NamedTuple):
    """What the controller took up, and what it had made and deleted."""

    steps: list[record.Step]
    made: set[Name]
    deleted: set[Name]


def real(stand: Stand, log: int, audit: int) -> dict[str, Real]:
    """Return what was really done for each application since so many bytes of the two logs."""
    steps = record.taken(stand.controller.log, log)
    known = {(version.rpartition("/")[0], plural): kind for version, plural, kind in stand.plane.kinds()}
    done: dict[str, list[set[Name]]] = defaultdict(lambda: [set(), set()])
    for place, found in enumerate((record.made, record.deleted)):
        for one in found(stand.plane.audit, since=audit):
            name = Name(one.group, known[one.group, one.plural], one.namespace, one.name)
            done[_application(name)][place].add(name)
    return defaultdict(lambda: Real([], set(), set()), {app: Real(steps[app], *done[app]) for app in steps})


def _application(name: Name) -> str:
    """Return the application of an object, whose name stands in the object's: `job-pair-3-1`."""
    return "-".join(name.name.split("-")[1:3])


def plan(pair: Pair) -> Plan:
    """Return the plan of the second sync."""
    return planned(pair.name, pair.after, live=pair.live).plan


def differences(pair: Pair, state: State, real: Real) -> Iterator[str]:
    """Yield where the two part."""
    told = plan(pair)
    steps, failed = list(told.steps), False
    for number, step in enumerate(told.steps):
        if any(refused_of(task) for task in step.tasks):
            steps, failed = steps[: number + 1], True
            break
    if (wanted := "Failed" if failed else "Succeeded") != state["phase"]:
        yield f"told {wanted}, real {state['phase']}: {state.get('message')}"
    names = _merged((step.phase, step.wave, _all(step)) for step in steps)
    if (taken := [(step.phase, step.wave, {plain(*task) for task in step.tasks}) for step in real.steps]) != names:
        yield f"steps told {names}, real {taken}"
    anew = {plain(*ref) for step in steps for ref in step.deletes}
    tasks = [task for step in steps for task in step.tasks if not refused_of(task)]
    made = {plain(*task.ref) for task in tasks if not task.live}
    if made != real.made:
        yield f"made and not told: {real.made - made}, told and not made: {made - real.made}"
    ended = {
        plain(*task.ref)
        for task in tasks
        if task.hook
        and task.manifest
        and not failed
        and HOOK_SUCCEEDED in delete_policies(task.manifest.head.annotations)
    }
    pruned = {plain(*one.ref) for step in steps for one in step.prunes if not one.kept}
    if (gone := anew | pruned | ended) != real.deleted:
        yield f"deleted and not told: {real.deleted - gone}, told and not deleted: {gone - real.deleted}"


def _merged(steps: Iterable[Told]) -> list[Told]:
    """Return steps as the record has them: those of one phase and wave that follow each other are one."""
    found: list[Told] = []
    for phase, wave, names in steps:
        before = found.pop()[2] if found and found[-1][:2] == (phase, wave) else set()
        found.append((phase, wave, before | names))
    return found


def _all(step: Step) -> set[Name]:
    return {plain(*one.ref) for one in (*step.prunes, *step.tasks)} | {plain(*ref) for ref in step.deletes}

"""Tells developers what each stage of a render does, and what it costs."""

from collections.abc import Callable, Sequence

from cmp.order.intent.subject import Subject
from cmp.render.stages import Context, Stage
from cmp.transform.result import Arranged


def timed(stages: Sequence[Stage], clock: Callable[[], float], tell: Callable[[str], object]) -> tuple[Stage, ...]:
    """Return the stages such that each tells its name, its seconds by the clock, and how many objects it changes."""

    def measured(stage: Stage) -> Stage:
        def run(arranged: Arranged, context: Context) -> Arranged:
            start = clock()
            after = stage.run(arranged, context)
            tell(f"{stage.name:18} {clock() - start:7.3f} s {_changes(arranged, after):6} of {len(arranged.subjects)}")
            return after

        return stage.replace(run=run)

    return tuple(map(measured, stages))


def _changes(before: Arranged, after: Arranged) -> int:
    """Return how many objects were dropped, or have other rules, decisions or texts."""
    old = {one.number: _state(one) for one in before.subjects}
    return len(old) - sum(_state(one) == old[one.number] for one in after.subjects)


def _state(subject: Subject) -> tuple[object, ...]:
    return id(subject.manifest), subject.rules, subject.decisions, subject.suggested, subject.repairs

"""Finds workloads that may become healthy only after a Job has run, although no manifest says so.

An application whose pods are not ready before their database has a schema does not say which Job creates it. Three
signs together count: a Job whose words say that it sets something up, a workload with a probe or an init container that
may delay it, and an image, configuration or host that the two share. A variable in which a waiting init container names
the Job counts alone, if what the container runs can't be seen.
"""

from collections import defaultdict
from collections.abc import Mapping

from cmp.model import Ref
from cmp.objects.index import Index
from cmp.objects.pod_signs import Signs, Trait, repository, signs


def may_depend(workload: Ref, job: Ref, index: Index) -> str:
    """Return why a workload may become healthy only after a Job has run, in words; "" if there is no sign of that."""
    for waiter in signs(workload, index):
        for runner in signs(job, index):
            if waiter.waits and runner.runs and (reason := _why(waiter, runner)):
                return reason
    return ""


def candidates(job: Ref, index: Index) -> set[Ref]:
    """Return the objects that have something in common with a Job; for all others `may_depend` returns ""."""
    waiters = index.made(_waiters)
    return {ref for runner in signs(job, index) for trait in runner.showing for ref in waiters.get(trait, ())}


def _why(waiter: Signs, runner: Signs) -> str:
    name = waiter.naming.get(runner.ref.name) if waiter.ref.namespace == runner.ref.namespace else ""
    if name:
        return f"{name} names {runner.ref}, and what the container does with it stands in its image"
    common = _common(waiter, runner) if runner.word and waiter.held else ""
    if not common or _serves_first(waiter, runner):
        return ""
    word = f"by its word {runner.word!r} sets something up"
    return f"{waiter.held} may need what {runner.ref} does, which {word}, and {common}"


def _common(waiter: Signs, runner: Signs) -> str:
    """Return in words what the two share: an image, configuration, or a host that both call; "" if nothing."""
    if same := sorted(image for image in runner.all_images if repository(image) in waiter.images):
        return f"both run the image {same[0]}"
    if shared := sorted(waiter.reads & runner.reads):
        return f"both read {'/'.join(shared[0])}"
    both = waiter.calls & runner.calls
    return f"both call {min(both)}" if both else ""


def _serves_first(waiter: Signs, runner: Signs) -> bool:
    """Tell whether a Job calls a workload that answers only when it is ready, so that it can't wait for the Job."""
    return any(waiter.ref in behind and ref not in waiter.services for ref, behind in runner.needs_ready.items())


def _waiters(index: Index) -> Mapping[Trait, list[Ref]]:
    """Return the objects that wait, by what a Job may have in common with them."""
    found: dict[Trait, list[Ref]] = defaultdict(list)
    for ref in dict.fromkeys(pod.ref for pod in index.pods):
        for trait in {trait for waiter in signs(ref, index) for trait in waiter.waiting_for}:
            found[trait].append(ref)
    return found

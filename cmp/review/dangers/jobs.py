"""The number of completions of a Job, which only one with an index may change, together with its parallelism.

Source: validateCompletions in pkg/apis/batch/validation/validation.go, SetDefaults_Job in pkg/apis/batch/v1/defaults.go
of Kubernetes 1.37.0.
"""

from collections.abc import Iterator
from typing import Any

from cmp.review.dangers.pair import Pair, Refusal, at


def refusals(pair: Pair) -> Iterator[Refusal]:
    """Yield the completions of a Job, if they may not change so."""
    if pair.ref.group_kind != ("batch", "Job"):
        return
    old, new = _completions(pair.before), _completions(pair.after)
    indexed = at(pair.after, "spec.completionMode") == "Indexed"
    if old != new and not (indexed and new == at(pair.after, "spec.parallelism")):
        with_it = "can only be changed together with spec.parallelism" if indexed else "can't be changed"
        yield Refusal("spec.completions", with_it)


def _completions(job: Any) -> Any:
    """Return the completions as they are stored: one, where neither they nor the parallelism are said."""
    said, parallel = at(job, "spec.completions"), at(job, "spec.parallelism")
    return 1 if said is None and parallel is None else said

"""a pod names an object that is not here.

A pod does not start if a ConfigMap, Secret, claim or ServiceAccount that it names does not exist. Many such objects,
Secrets above all, come from elsewhere, so that this is mostly info. It is a warning where an object here has nearly
the same name, since one of the two is probably misspelt or has another prefix, and where an init container waits for a
Job that is not here.

Correct the name, or mark the reference `optional: true` where Kubernetes allows it.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.objects.index import Index
from cmp.order.edges.watched import missing_jobs
from cmp.text import Speller

SEVERITY = Severity.WARNING
_KINDS = ("ConfigMap", "PersistentVolumeClaim", "Secret", "ServiceAccount")


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects that pods name, or that their init containers wait for, and that are not here."""
    names = _Names(facts.objects.index)
    yield from _named(facts, names)
    for ref, name in dict.fromkeys(missing_jobs(facts.objects.index)):
        if close := names.close(("batch", "Job"), ref.namespace, name):
            yield Finding(
                severity=SEVERITY,
                ref=ref,
                message=f"its init container waits for Job/{name}, which is not here",
                fix=f"did you mean Job/{close}?",
            )


class _Names:
    """The names of objects by their kind and namespace."""

    def __init__(self, index: Index) -> None:
        self._speller = Speller()
        self._names: dict[tuple[tuple[str, str], str], list[str]] = {}
        for kind, manifests in index.kinds.items():
            for one in manifests:
                self._names.setdefault((kind, one.ref.namespace), []).append(one.ref.name)
        for names in self._names.values():
            names.sort()

    def close(self, kind: tuple[str, str], namespace: str, name: str) -> str:
        """Return the name that is most like another one, "" if none is."""
        return self._speller.nearest(name, self._names.get((kind, namespace), ()), alike=0.8)


def _named(facts: Facts, names: _Names) -> Iterator[Finding]:
    """Find objects that pods name and that neither the stream nor its controllers nor Kubernetes provide; once each."""
    made, index = facts.objects.producers, facts.objects.index
    told = {(edge.before.kind, edge.before.namespace, edge.before.name) for edge in facts.outcome.lacking}
    for pod in index.pods:
        for use in pod.uses:
            kind, namespace, name = named = use.kind, pod.ref.namespace, use.name
            if use.group or kind not in _KINDS or named in told:
                continue
            told.add(named)
            if index.find("", *named) or list(made.of(*named)):
                continue
            close = names.close(("", kind), namespace, name)
            yield Finding(
                severity=SEVERITY if close and kind != "Secret" else Severity.INFO,
                ref=pod.ref,
                message=f"its pods name {kind}/{name}, which is not here",
                fix=f"did you mean {kind}/{close}?" if close else f"make sure that {kind}/{name} is there",
            )

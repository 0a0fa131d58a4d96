"""A container that waits for a Job, as init containers with kubectl do: the Job completes before the pod starts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from cmp.model import Edge, Manifest, Need, Reason, Ref, Strength
from cmp.order.document import document
from cmp.order.index import Index
from cmp.order.paths import mapping, text, texts
from cmp.order.pods import Pod

SHARED = frozenset({
    "app.kubernetes.io/instance", "app.kubernetes.io/managed-by", "app.kubernetes.io/part-of",
    "app.kubernetes.io/version", "chart", "helm.sh/chart", "heritage", "release",
})  # fmt: skip
"""Labels that all objects of a release have."""
_JOB = ("batch", "Job")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_LABEL = re.compile(r"(?=(?<![\w./])(?:-l)?([A-Za-z0-9][\w./-]*)={1,2}([A-Za-z0-9][\w.-]*))")
_LABEL_IN = re.compile(r"([A-Za-z0-9][\w./-]*)\s+in\s+\(([^()]*)\)")
_WAITS = re.compile(r"wait|until|while|complet|succe|status|watch", re.IGNORECASE)
_DELETES = re.compile(r"\bdelete\b", re.IGNORECASE)


def watched(index: Index) -> Iterator[Edge]:
    """Yield edges from the Jobs of the stream to the pods that wait for them."""
    jobs = _Jobs(index)
    for pod in index.pods if jobs.names else ():
        looking = pod.containers if pod.hook or pod.ref[:2] == _JOB else pod.first
        for container in looking:
            said = _said(container)
            role = "init container" if container in pod.first else "container"
            who = f"{role} {text(container, 'name')}".strip()
            # Several tools take a Job's name; who waits for one says so, and who deletes one does not wait.
            for job in jobs.named(pod, said) if _waits(container, said) else ():
                yield Edge(
                    before=job,
                    after=pod.ref,
                    need=Need.READY,
                    strength=Strength.MUST if pod.at_once else Strength.SHOULD,
                    reason=Reason.WATCHED,
                    blocks=pod.awaited,
                    whys=(f"{who} waits for it",),
                )


class _Jobs:
    """The Jobs of a stream by namespace and name, and by namespace and label."""

    def __init__(self, index: Index) -> None:
        self.names: dict[tuple[str, str], Ref] = {}
        self.labels: dict[tuple[str, str, str], set[Ref]] = defaultdict(set)
        for job in index.each(_JOB):
            self.names[job.ref.namespace, job.ref.name] = job.ref
            for key, value in _labels(job):
                self.labels[job.ref.namespace, key, value].add(job.ref)

    def named(self, pod: Pod, said: list[str]) -> list[Ref]:
        """Return the Jobs that some texts of a pod name, by name or by a label that the pod has not itself."""
        namespace = pod.ref.namespace
        found = {ref for each in said for name in _NAME.findall(each) if (ref := self.names.get((namespace, name)))}
        own = {*pod.labels.items(), *pod.owner.head.labels.items()}
        for label in {label for each in said for label in _selectors(each)} - own:
            if label[0] not in SHARED:
                found |= self.labels.get((namespace, *label), set())
        return sorted(found - {pod.ref})


def _labels(job: Manifest) -> Iterable[tuple[str, str]]:
    return {*job.head.labels.items(), *mapping(document(job), "spec.template.metadata.labels").items()}


def _selectors(said: str) -> Iterator[tuple[str, str]]:
    yield from _LABEL.findall(said)
    for key, values in _LABEL_IN.findall(said):
        yield from ((key, value.strip()) for value in values.split(","))


def _said(container: object) -> list[str]:
    return [found for path in ("command[]", "args[]", "env[].value") for found in texts(container, path)]


def _waits(container: object, said: list[str]) -> bool:
    every = " ".join([text(container, "name"), text(container, "image"), *texts(container, "env[].name"), *said])
    return bool("job" in every.lower() and _WAITS.search(every) and not _DELETES.search(every))

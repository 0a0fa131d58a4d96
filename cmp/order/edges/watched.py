"""A container that waits for a Job, as init containers with kubectl do: the Job completes before the pod starts.

Both may be in one wave, since the pod waits by itself; a Job that is deleted soon after it has run has to be, for a
pod that starts later would not find it any more.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from cmp.argocd.job_ttl import vanishes
from cmp.manifests.document import document
from cmp.manifests.fields import mapping, text, texts, walk
from cmp.model import Edge, Manifest, Need, Reason, Ref, Strength
from cmp.objects.index import Index
from cmp.objects.pods import Pod

SHARED = frozenset({
    "app.kubernetes.io/instance", "app.kubernetes.io/managed-by", "app.kubernetes.io/part-of",
    "app.kubernetes.io/version", "chart", "helm.sh/chart", "heritage", "release",
})  # fmt: skip
"""Labels that all objects of a release have."""
_JOB = ("batch", "Job")
_NAMED = re.compile(r"(?<![\w-])jobs?(?:\.batch)?[/\s]+([a-z0-9][a-z0-9.-]*)", re.IGNORECASE)
_WORDS = re.compile(r"[\s,;|&<>\"'`()\[\]{}]+")
_LABEL_IN = re.compile(r"(?<![\w./-])([A-Za-z0-9][\w./-]*)\s+in\s+\(([^()]*)\)")
_WAITS = re.compile(r"\b(?:until|while|wait)\b|wait-?for|wait4", re.IGNORECASE)
_GIVES_UP = re.compile(r"\|\|\s*(?:true\b|:|echo\b|exit 0\b)|\bdelete\b")


def watched(index: Index) -> Iterator[Edge]:
    """Yield edges from the Jobs of the stream to the pods that wait for them."""
    jobs = _Jobs(index)
    for pod in index.pods if jobs.names else ():
        looking = pod.containers if pod.hook or pod.ref[:2] == _JOB else pod.first
        for container in looking:
            role = "init container" if container in pod.first else "container"
            who = f"{role} {text(container, 'name')}".strip()
            # Several tools take a Job's name; who waits for one says so, and goes on only when it is there.
            for job in jobs.named(pod, container) if _waits(container) else ():
                apart = pod.at_once and not vanishes(index.by_ref[job])
                yield Edge(
                    before=job,
                    after=pod.ref,
                    need=Need.READY,
                    strength=Strength.MUST if apart else Strength.SHOULD,
                    reason=Reason.WATCHED,
                    blocks=pod.awaited,
                    whys=(f"{who} waits for it",),
                )


def unknown_kinds(index: Index) -> Iterator[tuple[Ref, str]]:
    """Yield the pods whose init containers wait for a Job by a name that none of the stream has, and that name."""
    jobs = _Jobs(index)
    for pod in index.pods:
        for container in filter(_waits, pod.first):
            for name in sorted(jobs.said(container)):
                if (pod.ref.namespace, name) not in jobs.names:
                    yield pod.ref, name


class _Jobs:
    """The Jobs of a stream by namespace and name, and by namespace and label."""

    def __init__(self, index: Index) -> None:
        self.names: dict[tuple[str, str], Ref] = {}
        self.labels: dict[tuple[str, str, str], set[Ref]] = defaultdict(set)
        for job in index.each(_JOB):
            self.names[job.ref.namespace, job.ref.name] = job.ref
            for key, value in _labels(job):
                self.labels[job.ref.namespace, key, value].add(job.ref)

    def named(self, pod: Pod, container: object) -> list[Ref]:
        """Return the Jobs that a container names, by name or by a label that its pod has not itself."""
        namespace, line = pod.ref.namespace, _line(container)
        found = {ref for name in self.said(container) if (ref := self.names.get((namespace, name)))}
        own = {*pod.labels.items(), *pod.owner.head.labels.items()}
        values = texts(container, "env[].value")
        for label in {label for each in (line, *values) for label in _selectors(each)} - own:
            if label[0] not in SHARED:
                found |= self.labels.get((namespace, *label), set())
        return sorted(found - {pod.ref})

    def said(self, container: object) -> set[str]:
        """Return what may be names of Jobs in a container's command line."""
        line = _line(container)
        return {name.rstrip(".") for name in (*_NAMED.findall(line), *_by_variable(container, line))}


def _labels(job: Manifest) -> Iterable[tuple[str, str]]:
    return {*job.head.labels.items(), *mapping(document(job), "spec.template.metadata.labels").items()}


def _line(container: object) -> str:
    return " ".join([*texts(container, "command[]"), *texts(container, "args[]")])


def _by_variable(container: object, line: str) -> Iterator[str]:
    """Yield the values of variables about Jobs that the command line uses; without one, it is the image that does."""
    for variable in walk(container, "env[]"):
        name = text(variable, "name")
        if "JOB" in name.upper() and (not line or f"${name}" in line or f"${{{name}}}" in line):
            yield text(variable, "value")


def _selectors(said: str) -> Iterator[tuple[str, str]]:
    """Yield the labels of selectors: `-l app=x`, `-lapp=x`, `--selector=app=x`, `app in (x, y)`."""
    for word in _WORDS.split(said):
        parts = (word[2:] if word.startswith("-l") else word.lstrip("-")).replace("==", "=").split("=")
        yield from ((key, value) for key, value in pairwise(parts) if key and value)
    for key, values in _LABEL_IN.findall(said):
        yield from ((key, value.strip()) for value in values.split(","))


def _waits(container: object) -> bool:
    name, image, line = text(container, "name"), text(container, "image"), _line(container)
    every = " ".join([name, image, line, *([] if line else texts(container, "env[].name"))])
    waits = _WAITS.search(f"{image} {line}" if line else f"{name} {image}")
    return bool("job" in every.lower() and waits and not _GIVES_UP.search(line))

"""Finds workloads that may become healthy only after a Job has run, although no manifest says so.

An application whose pods are not ready before their database has a schema does not say which Job creates it. Three
signs together count: a Job whose words say that it sets something up, a workload with a probe or an init container that
may delay it, and an image, configuration or host that the two share.
"""

import re
from collections.abc import Iterator
from typing import Any

from cmp.manifests.fields import document, text, texts, walk
from cmp.model import Ref
from cmp.objects.index import Index
from cmp.objects.pods import Pod, pods
from cmp.objects.service_hosts import hosts
from cmp.objects.workload_kinds import Runs

SETS_UP = ("migrate", "migration", "init", "initialise", "initialize", "schema", "seed", "setup", "bootstrap")
"""Words that say that a Job sets something up, at the beginning of a word in its name or command."""
_SETS_UP = re.compile(rf"(?<![a-z])(?:{'|'.join(SETS_UP)})", re.IGNORECASE)
_POLLS = re.compile(r"wait|until|while|check|poll|sleep|retry|ready", re.IGNORECASE)
# A test whether a server answers, or whether an object exists, is no test of a Job's work.
_SERVER = re.compile(
    r"tcp://|/dev/tcp/|\b(?:nc|ncat|pg_isready|mysqladmin|redis-cli|kubectl)\b|wait-for-it|k8s-wait-for|tcp-port-wait"
)
_PROBES = ("readinessProbe", "startupProbe")
_HOST = re.compile(r"(?:HOST|HOSTNAME|SERVER|URL|URI|DSN|ADDR|ADDRESS)$", re.IGNORECASE)
_READ = ("ConfigMap", "Secret")


def may_depend(workload: Ref, job: Ref, index: Index) -> str:
    """Return why a workload may become healthy only after a Job has run, in words; "" if there is no sign of that."""
    if workload not in index.by_ref or job not in index.by_ref:
        return ""
    for waiter in pods(index.by_ref[workload]):
        for runner in pods(index.by_ref[job]):
            if reason := _why(waiter, runner, index):
                return reason
    return ""


def _why(waiter: Pod, runner: Pod, index: Index) -> str:
    if waiter.hook or waiter.shape.runs is not Runs.ALWAYS or not waiter.awaited or runner.shape.runs is not Runs.ONCE:
        return ""
    word, held = _word(runner), _held(waiter)
    common = _common(waiter, runner, index) if word and held else ""
    if not common or _serves_first(waiter, runner, index):
        return ""
    return f"{held} may need what {runner.ref} does, which by its word {word!r} sets something up, and {common}"


def _word(runner: Pod) -> str:
    """Return the word of a Job's name, containers or commands by which it sets something up, "" if there is none."""
    names = [runner.ref.name, *(text(container, "name") for container in runner.containers)]
    for said in [*names, *map(_line, runner.containers)]:
        if found := _SETS_UP.search(said):
            return found[0]
    return ""


def _held(waiter: Pod) -> str:
    """Return the init container or the probe that may delay a workload for an unstated reason, in words; "" if none."""
    for container in waiter.first:
        name, line = text(container, "name"), _line(container)
        if _POLLS.search(f"{name} {line}") and not _SERVER.search(f"{text(container, 'image')} {line}"):
            return f"its init container {name}"
    probed = any(probe in container for container in _main(waiter) for probe in _PROBES)
    return "its readiness" if probed else ""


def _common(waiter: Pod, runner: Pod, index: Index) -> str:
    """Return in words what the two share: an image, configuration, or a host that both call; "" if nothing."""
    images = {_repository(one) for one in map(_image, _main(waiter)) if one}
    if same := sorted(one for one in map(_image, runner.containers) if _repository(one) in images):
        return f"both run the image {same[0]}"
    read = {(use.kind, use.name) for use in waiter.uses if use.kind in _READ}
    if shared := sorted(read.intersection((use.kind, use.name) for use in runner.uses)):
        return f"both read {'/'.join(shared[0])}"
    called = set(_called(waiter, index)).intersection(_called(runner, index))
    return f"both call {min(called)}" if called else ""


def _serves_first(waiter: Pod, runner: Pod, index: Index) -> bool:
    """Tell whether a Job calls a workload that answers only when it is ready, so that it can't wait for the Job."""
    services = {one.ref: one for one in index.each(("", "Service"))}
    own = set(_services(waiter, index))
    return any(
        waiter.ref in {pod.ref for pod in index.behind(services[ref])}
        and True not in walk(document(services[ref]), "spec.publishNotReadyAddresses")
        for ref in set(_services(runner, index)) - own
    )


def _called(pod: Pod, index: Index) -> Iterator[str]:
    """Yield the hosts that a pod calls: Services of the stream, and the values of variables that hold hosts."""
    yield from (f"Service/{ref.name}" for ref in _services(pod, index))
    for variable in (one for container in pod.containers for one in walk(container, "env[]")):
        if _HOST.search(text(variable, "name")):
            yield from texts(variable, "value")


def _services(pod: Pod, index: Index) -> Iterator[Ref]:
    there = {one.ref for one in index.each(("", "Service"))}
    names, namespaces = frozenset(ref.name for ref in there), frozenset(ref.namespace for ref in there)
    yield from (host.service for host in hosts(index, pod, names, namespaces, {}) if host.service in there)


def _main(pod: Pod) -> list[Any]:
    return [container for container in pod.containers if container not in pod.first and isinstance(container, dict)]


def _line(container: Any) -> str:
    return " ".join([*texts(container, "command[]"), *texts(container, "args[]")])


def _image(container: Any) -> str:
    return text(container, "image")


def _repository(image: str) -> str:
    """Return the name of an image without its tag and digest."""
    name = image.partition("@")[0]
    head, slash, last = name.rpartition("/")
    return head + slash + last.partition(":")[0]

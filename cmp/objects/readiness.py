"""Finds workloads that may become healthy only after a Job has run, although no manifest says so.

An application whose pods are not ready before their database has a schema does not say which Job creates it. Three
signs together count: a Job whose words say that it sets something up, a workload with a probe or an init container that
may delay it, and an image, configuration or host that the two share. A variable in which a waiting init container names
the Job counts alone, if what the container runs can't be seen.
"""

import re
from typing import Any

from cmp.manifests.fields import document, text, texts, walk
from cmp.model import Ref
from cmp.objects.calls import called, services
from cmp.objects.configuration import files, variables
from cmp.objects.container_waits import PROBES, read
from cmp.objects.index import Index
from cmp.objects.pods import Pod, pods
from cmp.objects.workload_kinds import Runs

SETS_UP = (
    "alembic",
    "flyway",
    "liquibase",
    "migrate",
    "migration",
    "init",
    "initialise",
    "initialize",
    "schema",
    "seed",
    "setup",
    "bootstrap",
)
"""Words that say that a Job sets something up, at the beginning of a word in its name or command."""
_SETS_UP = re.compile(rf"(?<![a-z])(?:{'|'.join(SETS_UP)})", re.IGNORECASE)
# A Job that is called after buckets or messages sets those up, whatever the words of its command are.
_OTHERWISE = re.compile(r"bucket|notif|slack|smoke|test|topic", re.IGNORECASE)
_DATA = re.compile(r"(?<![a-z])(?:db|database|migrat|schema|seed|sql)", re.IGNORECASE)
_POLLS = re.compile(r"wait|until|while|check|poll|sleep|retry|ready", re.IGNORECASE)
# A test whether a server answers, or whether an object exists, is no test of a Job's work.
_SERVER = re.compile(
    r"tcp://|/dev/tcp/|\b(?:nc|ncat|pg_isready|mysqladmin|redis-cli|kubectl)\b|wait-for-it|k8s-wait-for|tcp-port-wait"
)
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
    if name := _naming(waiter, runner, index):
        return f"{name} names {runner.ref}, and what the container does with it stands in its image"
    word, held = _word(runner), _held(waiter, index)
    common = _common(waiter, runner, index) if word and held else ""
    if not common or _serves_first(waiter, runner, index):
        return ""
    return f"{held} may need what {runner.ref} does, which by its word {word!r} sets something up, and {common}"


def _word(runner: Pod) -> str:
    """Return the word of a Job's name, containers or commands by which it sets something up, "" if there is none."""
    names = [runner.ref.name, *(text(container, "name") for container in runner.containers)]
    if any(map(_OTHERWISE.search, names)) and not any(map(_DATA.search, names)):
        return ""
    for said in [*names, *map(_line, runner.containers)]:
        if found := _SETS_UP.search(said):
            return found[0]
    return ""


def _naming(waiter: Pod, runner: Pod, index: Index) -> str:
    """Return the variable in which an init container that runs its image's own command names a Job, "" if none."""
    for container in waiter.first:
        own = not walk(container, "command") and not walk(container, "args")
        if own and _POLLS.search(f"{text(container, 'name')} {_image(container)}"):
            for name, setting in variables(index, waiter, container).items():
                if setting.value == runner.ref.name and waiter.ref.namespace == runner.ref.namespace:
                    return f"variable {name} of its init container {text(container, 'name')}"
    return ""


def _held(waiter: Pod, index: Index) -> str:
    """Return the init container or the probe that may delay a workload for an unstated reason, in words; "" if none.

    An init container whose script is understood waits for what it says.
    """
    understood = {id(each.container) for each in index.found(read) if each.reading.waits}
    for container in waiter.first:
        name, script = text(container, "name"), _script(waiter, container, index)
        polls = id(container) not in understood and _POLLS.search(f"{name} {script}")
        if polls and not _SERVER.search(f"{_image(container)} {script}"):
            return f"its init container {name}"
    main = [container for container in waiter.main if isinstance(container, dict)]
    probed = any(container.get(probe) for container in main for probe in PROBES)
    return "its readiness" if probed else ""


def _script(pod: Pod, container: Any, index: Index) -> str:
    """Return the command line of a container, with the mounted files that it names."""
    line = _line(container)
    mounted = files(index, pod, container) if walk(container, "volumeMounts[]") else {}
    return "\n".join([line, *(setting.value or "" for path, setting in mounted.items() if path in line)])


def _common(waiter: Pod, runner: Pod, index: Index) -> str:
    """Return in words what the two share: an image, configuration, or a host that both call; "" if nothing."""
    images = {_repository(one) for one in map(_image, waiter.main) if one}
    if same := sorted(one for one in map(_image, runner.containers) if _repository(one) in images):
        return f"both run the image {same[0]}"
    read_by = {(use.kind, use.name) for use in waiter.uses if use.kind in _READ}
    if shared := sorted(read_by.intersection((use.kind, use.name) for use in runner.uses)):
        return f"both read {'/'.join(shared[0])}"
    both = called(waiter, index) & called(runner, index)
    return f"both call {min(both)}" if both else ""


def _serves_first(waiter: Pod, runner: Pod, index: Index) -> bool:
    """Tell whether a Job calls a workload that answers only when it is ready, so that it can't wait for the Job."""
    return any(
        waiter.ref in {pod.ref for pod in index.behind(index.by_ref[ref])}
        and True not in walk(document(index.by_ref[ref]), "spec.publishNotReadyAddresses")
        for ref in services(runner, index) - services(waiter, index)
    )


def _line(container: Any) -> str:
    return " ".join([*texts(container, "command[]"), *texts(container, "args[]")])


def _image(container: Any) -> str:
    return text(container, "image")


def _repository(image: str) -> str:
    """Return the name of an image without its tag and digest."""
    name = image.partition("@")[0]
    head, slash, last = name.rpartition("/")
    return head + slash + last.partition(":")[0]

"""What the pod templates of an object show of whether they wait for a Job's work, or do it."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from cmp.manifests.fields import document, text, texts, walk
from cmp.model import Ref
from cmp.objects.calls import called, services
from cmp.objects.configuration import files, variables
from cmp.objects.container_waits import PROBES, read
from cmp.objects.given import Given
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
# Patterns stay text, which `re` compiles when one is first searched for: most charts ask for none.
_SETS_UP = rf"(?i)(?<![a-z])(?:{'|'.join(SETS_UP)})"
# A Job that is called after buckets or messages sets those up, whatever the words of its command are.
_OTHERWISE = r"(?i)bucket|notif|slack|smoke|test|topic"
_DATA = r"(?i)(?<![a-z])(?:db|database|migrat|schema|seed|sql)"
_POLLS = r"(?i)wait|until|while|check|poll|sleep|retry|ready"
# A test whether a server answers, or whether an object exists, is no test of a Job's work.
_SERVER = (
    r"tcp://|/dev/tcp/|\b(?:nc|ncat|pg_isready|mysqladmin|redis-cli|kubectl)\b|wait-for-it|k8s-wait-for|tcp-port-wait"
)
_READ = ("ConfigMap", "Secret")


Trait = tuple[str, object]
"""Something that two pod templates may have in common: a sort, and what it is."""


class Signs:
    """What a pod template shows, read once and only if it is asked for, since each is compared with many others."""

    def __init__(self, pod: Pod, index: Index) -> None:
        self.pod, self.ref, self.index = pod, pod.ref, index
        self.runs = pod.shape.runs is Runs.ONCE
        self.waits = not pod.hook and pod.shape.runs is Runs.ALWAYS and pod.awaited

    @cached_property
    def word(self) -> str:
        """The word of its name, containers or commands by which it sets something up, "" if there is none."""
        names = [self.ref.name, *(text(container, "name") for container in self.pod.containers)]
        if any(re.search(_OTHERWISE, name) for name in names) and not any(re.search(_DATA, name) for name in names):
            return ""
        for said in [*names, *map(_line, self.pod.containers)]:
            if found := re.search(_SETS_UP, said):
                return found[0]
        return ""

    @cached_property
    def naming(self) -> dict[str, str]:
        """The variables of init containers that run their image's own command, in words, by what they hold."""
        found: dict[str, str] = {}
        for container in self.pod.first:
            own = not walk(container, "command") and not walk(container, "args")
            if own and re.search(_POLLS, f"{text(container, 'name')} {_image(container)}"):
                for name, setting in variables(self.index, self.pod, container).items():
                    found.setdefault(
                        setting.value or "", f"variable {name} of its init container {text(container, 'name')}"
                    )
        return found

    @cached_property
    def held(self) -> str:
        """The init container or the probe that may delay it for an unstated reason, in words; "" if none.

        An init container whose script is understood waits for what it says.
        """
        understood = self.index.made(_understood)
        for container in self.pod.first:
            name, script = text(container, "name"), _script(self.pod, container, self.index)
            polls = id(container) not in understood and re.search(_POLLS, f"{name} {script}")
            if polls and not re.search(_SERVER, f"{_image(container)} {script}"):
                return f"its init container {name}"
        main = [container for container in self.pod.main if isinstance(container, dict)]
        probed = any(container.get(probe) for container in main for probe in PROBES)
        return "its readiness" if probed else ""

    @cached_property
    def images(self) -> frozenset[str]:
        """The images of its main containers, without tags."""
        return frozenset(repository(one) for one in map(_image, self.pod.main) if one)

    @cached_property
    def all_images(self) -> tuple[str, ...]:
        """The images of all its containers."""
        return tuple(map(_image, self.pod.containers))

    @cached_property
    def reads(self) -> frozenset[tuple[str, str]]:
        """The kinds and names of the configuration that it reads."""
        return frozenset((use.kind, use.name) for use in self.pod.uses if use.kind in _READ)

    @cached_property
    def calls(self) -> frozenset[str]:
        """The hosts that it calls."""
        return frozenset(called(self.pod, self.index))

    @cached_property
    def services(self) -> frozenset[Ref]:
        """The Services that it calls."""
        return frozenset(services(self.pod, self.index))

    @cached_property
    def needs_ready(self) -> dict[Ref, frozenset[Ref]]:
        """The objects that must be ready to answer behind each Service that it calls."""
        return {
            ref: frozenset(pod.ref for pod in self.index.behind(service))
            for ref in self.services
            if True not in walk(document(service := self.index.by_ref[ref]), "spec.publishNotReadyAddresses")
        }

    @cached_property
    def waiting_for(self) -> frozenset[Trait]:
        """What a Job would have to show that this may wait for; nothing where it waits for no Job."""
        if not self.waits:
            return frozenset()
        named = (("Job", (self.ref.namespace, name)) for name in self.naming)
        return frozenset(named) | (_traits(self.images, self.reads, self.calls) if self.held else set())

    @cached_property
    def showing(self) -> frozenset[Trait]:
        """What a pod would have to wait for that may need this; nothing where it does not run to an end."""
        if not self.runs:
            return frozenset()
        images = map(repository, self.all_images)
        own = ("Job", (self.ref.namespace, self.ref.name))
        return frozenset({own}) | (_traits(images, self.reads, self.calls) if self.word else set())


def _traits(images: Iterable[str], reads: Iterable[tuple[str, str]], calls: Iterable[str]) -> set[Trait]:
    named = {"image": images, "configuration": reads, "host": calls}
    return {(kind, one) for kind, ones in named.items() for one in ones}


def signs(ref: Ref, index: Index) -> tuple[Signs, ...]:
    """Return what each pod template of an object shows, none where the object is not there."""
    if (manifest := index.by_ref.get(ref)) is None:
        return ()
    return index.made(lambda it: tuple(Signs(pod, it) for pod in pods(manifest)), key=(Signs, ref))


def _understood(index: Index) -> frozenset[int]:
    """Return the identities of the containers whose scripts say what they wait for."""
    return frozenset(id(each.container) for each in index.found(read) if each.reading.waits)


def _script(pod: Pod, container: Any, index: Index) -> str:
    """Return the command line of a container, with the mounted files that it names."""
    line = _line(container)
    mounted = files(index, pod, container) if walk(container, "volumeMounts[]") else {}
    index.made(Given).look(searched=len(mounted) * len(line))
    return "\n".join([line, *(setting.value or "" for path, setting in mounted.items() if path in line)])


def _line(container: Any) -> str:
    return " ".join([*texts(container, "command[]"), *texts(container, "args[]")])


def _image(container: Any) -> str:
    return text(container, "image")


def repository(image: str) -> str:
    """Return the name of an image without its tag and digest."""
    name = image.partition("@")[0]
    head, slash, last = name.rpartition("/")
    return head + slash + last.partition(":")[0]

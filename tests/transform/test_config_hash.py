"""Pods restart with what they read: with that, with all of that, and with nothing else."""

import random
from typing import Any

import pytest
from laws import judge
from random_streams import Stream

from cmp import dialect
from cmp.argocd.annotations import CONFIG_HASH, HOOK, SYNC_WAVE
from cmp.config.model import Config
from cmp.config.read import from_text
from cmp.manifests.annotate import template_annotations
from cmp.manifests.split import split
from cmp.model import Ref
from cmp.objects.objects import Objects
from cmp.render.stages import Context, arrange
from cmp.request.model import AppRequest
from cmp.sources.paths import PathResolver
from cmp.transform.result import Arranged, Surroundings

REQUEST = AppRequest(folder="/repository", namespace="shop")
KINDS = {"apps/v1": ("Deployment", "StatefulSet", "DaemonSet"), "argoproj.io/v1alpha1": ("Rollout",)}


def config(**rollout: Any) -> Config:
    text = dialect.to_json({"apiVersion": "swell/v1", "rollout": {"configs": True, **rollout}})
    return from_text(text, PathResolver(folder="/repository", root="/repository"), shown="swell.yaml")


def held(kind: str, name: str = "settings", **more: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, **more}


def reader(kind: str = "Deployment", version: str = "apps/v1", **spec: Any) -> dict[str, Any]:
    spec = spec or {"containers": [{"name": "web", "envFrom": [{"configMapRef": {"name": "settings"}}]}]}
    template = {"metadata": {"labels": {"app": "web"}}, "spec": spec}
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "web"}, "spec": {"template": template}}


def arranged(*documents: dict[str, Any], wanted: Config | None = None) -> Arranged:
    stream = "".join(f"---\n{dialect.to_json(document)}\n" for document in documents)
    wanted = wanted or config()
    return arrange(Objects(split(stream, namespace="shop"), wanted), Context(config=wanted, namespace="shop"))


def hashes(*documents: dict[str, Any], wanted: Config | None = None) -> dict[str, str]:
    return {str(one.ref): one.value for one in arranged(*documents, wanted=wanted).hashes}


SETTINGS = held("ConfigMap", data={"a": "1", "b": "2"})
SECRET = held("Secret", data={"a": "MQ=="})


@pytest.mark.parametrize(("version", "kind"), [(version, kind) for version in KINDS for kind in KINDS[version]])
def test_every_workload_that_can_roll_gets_the_annotation(version: str, kind: str) -> None:
    found = arranged(SETTINGS, reader(kind, version))

    assert template_annotations(found.manifests[1].document)[CONFIG_HASH] == found.hashes[0].value
    assert found.hashes[0].why == "reads ConfigMap/settings"
    assert CONFIG_HASH not in found.manifests[1].head.annotations


@pytest.mark.parametrize(("version", "kind"), [("batch/v1", "Job"), ("apps/v1", "ReplicaSet"), ("v1", "Pod")])
def test_what_can_not_roll_is_left_alone(version: str, kind: str) -> None:
    assert not hashes(SETTINGS, reader(kind, version))


def test_neither_is_a_hook_nor_a_workload_that_reads_nothing() -> None:
    hook = reader() | {"metadata": {"name": "web", "annotations": {HOOK: "Sync"}}}

    assert not hashes(SETTINGS, hook)
    assert not hashes(SETTINGS, reader(containers=[{"name": "web"}]))


@pytest.mark.parametrize(
    "spec",
    [
        {"containers": [{"env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "a"}}}]}]},
        {"initContainers": [{"envFrom": [{"configMapRef": {"name": "settings"}}]}]},
        {"volumes": [{"name": "v", "configMap": {"name": "settings"}}]},
        {"volumes": [{"name": "v", "configMap": {"name": "settings", "optional": True}}]},
        {"volumes": [{"name": "v", "projected": {"sources": [{"configMap": {"name": "settings"}}]}}]},
    ],
)
def test_each_way_of_reading_counts(spec: dict[str, Any]) -> None:
    assert hashes(SETTINGS, reader(**spec)).keys() == {"Deployment/web"}


def test_what_images_are_pulled_with_does_not() -> None:
    assert not hashes(held("Secret", "pull"), reader(imagePullSecrets=[{"name": "pull"}]))


@pytest.mark.parametrize(
    "same",
    [
        held("ConfigMap", data={"b": "2", "a": "1"}),
        held("ConfigMap", data={"a": "1"}, binaryData={"b": "Mg=="}),
        {**SETTINGS, "metadata": {"name": "settings", "labels": {"a": "b"}, "annotations": {SYNC_WAVE: "-2"}}},
        {**SETTINGS, "immutable": True},
    ],
)
def test_what_no_pod_sees_restarts_none(same: dict[str, Any]) -> None:
    assert hashes(same, reader()) == hashes(SETTINGS, reader())


def test_a_secret_is_what_it_means_in_whatever_words() -> None:
    pod = reader(volumes=[{"secret": {"secretName": "settings"}}])

    first = hashes(SECRET, pod)
    assert hashes(held("Secret", stringData={"a": "1"}), pod) == first
    assert hashes(held("Secret", data={"a": "Mg=="}, stringData={"a": "1"}), pod) == first
    assert hashes(held("Secret", data={"a": "M\nQ==\n"}), pod) == first
    assert hashes(held("Secret", stringData={"a": "MQ=="}), pod) != first


@pytest.mark.parametrize(
    "off",
    [
        [{**SETTINGS, "metadata": {"name": "settings", "annotations": {CONFIG_HASH: "off"}}}, reader()],
        [SETTINGS, reader() | {"metadata": {"name": "web", "annotations": {CONFIG_HASH: "off"}}}],
    ],
)
def test_an_annotation_of_either_side_switches_it_off(off: list[dict[str, Any]]) -> None:
    assert not hashes(*off)


def test_what_is_ignored_does_not_count() -> None:
    assert not hashes(SETTINGS, reader(), wanted=config(ignore=[{"kind": "ConfigMap", "name": "set*"}]))


def test_what_can_not_be_hashed_is_told() -> None:
    written = {
        "apiVersion": "external-secrets.io/v1",
        "kind": "ExternalSecret",
        "metadata": {"name": "password"},
        "spec": {"target": {"name": "password"}},
    }
    sources = [{"secretRef": {"name": "password"}}, {"configMapRef": {"name": "theirs"}}]
    optional = [{"configMapRef": {"name": "perhaps", "optional": True}}]

    found = arranged(written, reader(containers=[{"envFrom": sources + optional}]))

    assert [(str(one.ref), one.why) for one in found.unhashed] == [
        ("ConfigMap/theirs", "it is not among the objects rendered here"),
        ("Secret/password", "ExternalSecret/password has it written in the cluster"),
    ]


def test_what_is_made_anew_at_each_render_does_not_count() -> None:
    stream = f"# Source: web/templates/a.yaml\n{dialect.to_json(SETTINGS)}\n---\n{dialect.to_json(reader())}\n"
    around = Surroundings(volatile=lambda origin: "uuidv4" if origin == "web/templates/a.yaml" else "")

    manifests = split(stream.replace("---", "---\n# Source: web/templates/b.yaml"), namespace="shop")
    found = arrange(Objects(manifests, config()), Context(config=config(), namespace="shop", surroundings=around))

    assert not found.hashes
    assert found.unhashed[0].why == "its template makes it anew at each render (uuidv4)"


def test_a_namesake_in_another_namespace_is_not_read() -> None:
    other = held("ConfigMap", data={"a": "1"})
    other["metadata"]["namespace"] = "other"

    assert not hashes(other, reader())


@pytest.mark.parametrize("block", range(8))
def test_a_changed_value_restarts_its_readers_and_nobody_else(block: int, request: pytest.FixtureRequest) -> None:
    first = request.config.getoption("seed") + block * 25
    for seed in range(first, first + 25):
        chance = random.Random(seed)  # noqa: S311
        configs = [f"c{number}" for number in range(4)]
        data = {name: {key: chance.choice("123") for key in chance.sample("abcd", 3)} for name in configs}
        read = {f"web{number}": set(chance.sample(configs, chance.randrange(4))) for number in range(4)}
        before = _written(Stream(seed), data, read, chance)
        after = _written(Stream(seed + 1), data, read, chance)
        assert before == after, seed
        touched = chance.choice(configs)
        data[touched][next(iter(data[touched]))] += "x"
        changed = _written(Stream(seed), data, read, chance)
        assert {name for name in changed if changed[name] != before[name]} == {
            Ref(group="apps", kind="Deployment", namespace="shop", name=name) for name in read if touched in read[name]
        }, seed


def _written(
    stream: Stream, data: dict[str, dict[str, str]], read: dict[str, set[str]], chance: random.Random
) -> dict[Ref, str]:
    """Write objects in whatever style and order, hold what becomes of them to the laws, and return the hashes."""
    every = [held("ConfigMap", name, data=_shuffled(content, chance)) for name, content in data.items()]
    for document in every:
        document["metadata"]["annotations"] = {SYNC_WAVE: str(chance.randrange(-3, 3))}
    for name, configs in read.items():
        spec = {"containers": [{"name": "web", "envFrom": [{"configMapRef": {"name": one}} for one in configs]}]}
        document = reader(**spec)
        document["metadata"]["name"] = name
        if chance.random() < 0.5:
            document["spec"]["template"]["metadata"]["annotations"] = {"a": "b"}
        every.append(document)
    chance.shuffle(every)
    text = "---\n".join(_styled(stream, document) for document in every)
    case = judge(text, config(), REQUEST)
    assert {one.ref.name for one in case.arranged.hashes} == {name for name, configs in read.items() if configs}
    return {one.ref: one.value for one in case.arranged.hashes}


def _styled(stream: Stream, document: dict[str, Any]) -> str:
    if stream.chance(0.1):
        return stream.flow(document) + "\n"
    text = stream.block(document, 0, anchors=stream.chance(0.2))
    return text.replace("\n", "\r\n") if stream.chance(0.1) else text


def _shuffled(content: dict[str, str], chance: random.Random) -> dict[str, str]:
    return dict(chance.sample(list(content.items()), len(content)))

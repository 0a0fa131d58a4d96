"""What Swell's tables say of Argo CD against the module and the programs of each version.

An object that has just been made has no status: the table has to call it what Argo CD's own check calls it, for each
script and each of its test data. With the status that these come with, nothing that Swell calls halted is Healthy.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from argocd_module import argocd, engine, exclusions, go_checks, kind_order, scripts, shipped_tools
from go_module import Module

from cmp import dialect
from cmp.argocd.exclusions import EXCLUDED, EXCLUDED_GROUPS
from cmp.argocd.generations import takes_old_for_new
from cmp.argocd.halted import halted
from cmp.argocd.health import BY_FIELD, IN_GO, health
from cmp.argocd.health_scripts import kinds
from cmp.argocd.kinds import KIND_ORDER
from cmp.argocd.versions import HELM
from cmp.manifests.split import split
from cmp.model import Manifest

_BY_THE_SERVER = ("creationTimestamp", "deletionTimestamp", "generation", "resourceVersion", "uid")
_TOP = "resource_customizations/"
_ASK = ("admin", "settings", "resource-overrides", "health")
_PART = {"app.kubernetes.io/part-of": "argocd"}
Object = dict[str, Any]

pytestmark = pytest.mark.can_differ


@pytest.fixture(scope="module")
def version(built: Path) -> str:
    """The version of Argo CD that is compared."""
    return str(json.loads((built / "versions.json").read_text())["argocd"])


@pytest.fixture(scope="module")
def minor(version: str) -> str:
    """What the tables call it."""
    return version.rpartition(".")[0]


@pytest.fixture(scope="module")
def module(version: str) -> Module:
    """Its module."""
    return argocd(version)


@pytest.fixture(scope="module")
def sync(version: str) -> Module:
    """The module of its sync engine."""
    return engine(version)


def judged(built: Path, objects: list[Object]) -> list[str | None]:
    """Return what Argo CD's scripts call each object, or else its checks in Go; None where it has neither."""
    given = "\n".join(map(dialect.to_json, objects))
    done = subprocess.run([built / "health"], input=given, capture_output=True, text=True, check=True)
    answers = zip(map(json.loads, done.stdout.splitlines()), objects, strict=True)
    return [in_go(built, thing) if answer is None else answer for answer, thing in answers]


def in_go(built: Path, thing: Object) -> str | None:
    """Return what Argo CD's own command calls an object, with settings that say nothing."""
    settings = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "argocd-cm", "labels": _PART}}
    with TemporaryDirectory() as folder:
        for name, document in (("settings", settings), ("object", thing)):
            Path(folder, name).write_text(dialect.to_json(document))
        command = [built / "argocd", *_ASK, f"{folder}/object", "--argocd-cm-path", f"{folder}/settings"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = re.match(r"STATUS: (\w+)$|Health script is not configured", done.stdout, flags=re.MULTILINE)
    assert told, done.stderr
    return told[1]


def manifest(thing: Object) -> Manifest:
    named = {**thing, "metadata": {"name": "demo", **thing.get("metadata", {})}}
    (found,) = split(dialect.to_json(named) + "\n", namespace="demo")
    return found


def fresh(thing: Object) -> Object:
    """Return an object as it is when it has just been made; its controller has not seen it."""
    metadata = {key: value for key, value in thing.get("metadata", {}).items() if key not in _BY_THE_SERVER}
    rest = {key: value for key, value in thing.items() if key != "status"}
    return {**rest, "metadata": {**metadata, "generation": 1}}


def plain(name: str, path: tuple[str, ...] = (), value: object = None) -> Object:
    """Return an object that a check is for, and that says one thing or nothing."""
    group, _, kind = name.replace("_", "demo").rpartition("/")
    made: Object = {"apiVersion": f"{group}/v1".lstrip("/"), "kind": kind, "metadata": {"name": "demo"}, "spec": {}}
    place = made
    for key in path[:-1]:
        place = place.setdefault(key, {})
    if path:
        place[path[-1]] = value
    return made


def samples(module: Module) -> Iterator[tuple[str, Object]]:
    """Yield the test data of the health scripts, each with the script beside which it lies."""
    for name in scripts(module, "health.lua"):
        for path in sorted(module.below(f"{_TOP}{name}/testdata/", ".yaml")):
            found = dialect.load(module.text(path))
            if "items" not in found:  # a list is no object of that kind
                yield name, found


def says_otherwise(built: Path, minor: str, objects: list[Object]) -> list[tuple[Object, str | None, str | None]]:
    """Return the objects of which the table says something else, with what it says and what Argo CD says."""
    made = [fresh(each) for each in objects]
    table = [health(manifest(each), minor) for each in made]
    rows = zip(made, table, judged(built, made), strict=True)
    return [(each, ours, theirs) for each, ours, theirs in rows if ours != theirs]


def heedless(built: Path, module: Module) -> set[str]:
    """Return the scripts that call a changed object Healthy as long as its controller has not looked at the change.

    They read no generation at all, or say so of test data whose status tells of the generation before.
    """
    texts = scripts(module, "health.lua")
    known = [(name, thing, observed(thing.get("status"))) for name, thing in samples(module)]
    late = [(name, thing, seen) for name, thing, seen in known if seen]
    changed = [{**thing, "metadata": {**thing["metadata"], "generation": seen + 1}} for _, thing, seen in late]
    rows = zip(late, judged(built, changed), strict=True)
    return {name for name, text in texts.items() if "eneration" not in text} | {
        name for (name, _, _), answer in rows if answer == "Healthy"
    }


def observed(value: Any) -> int:
    """Return the highest generation that a status says its controller has seen, 0 if it says none."""
    if isinstance(value, list):
        return max(map(observed, value), default=0)
    if not isinstance(value, dict):
        return 0
    own = value.get("observedGeneration")
    return max([own if isinstance(own, int) else 0, *map(observed, value.values())])


def test_the_helm_that_it_ships_is_the_one_of_the_table(module: Module, minor: str) -> None:
    assert f"helm {HELM[minor]}" in shipped_tools(module)


def test_the_scripts_are_those_of_the_module(module: Module, minor: str) -> None:
    table = {f"{group}/{kind}" for group, names in kinds(minor).items() for kind in names}
    assert table == set(scripts(module, "health.lua"))


def test_the_checks_in_go_are_those_of_the_engine(sync: Module) -> None:
    assert {"/".join(kind) for kind in IN_GO} == set(go_checks(sync))


def test_the_exclusions_are_those_of_the_module(module: Module) -> None:
    table = {f"{group}/{kind}" for group, names in EXCLUDED.items() for kind in names}
    assert table | {f"{group}/*" for group in EXCLUDED_GROUPS} == set(exclusions(module))


def test_the_order_of_kinds_is_that_of_the_engine(sync: Module) -> None:
    assert list(KIND_ORDER) == list(kind_order(sync))


def test_each_script_has_test_data(module: Module) -> None:
    assert {name for name, _ in samples(module)} == set(scripts(module, "health.lua"))


def test_the_table_calls_all_test_data_without_their_status_what_argo_cd_does(
    built: Path, module: Module, minor: str
) -> None:
    assert says_otherwise(built, minor, [thing for _, thing in samples(module)]) == []


def test_the_table_calls_an_object_that_says_nothing_what_argo_cd_does(
    built: Path, module: Module, sync: Module, minor: str
) -> None:
    every = [*scripts(module, "health.lua"), *go_checks(sync), "/ConfigMap", "example.com/Anything"]
    assert says_otherwise(built, minor, [plain(name) for name in every]) == []


def test_each_field_that_decides_does_so_for_argo_cd(built: Path, minor: str) -> None:
    rows = [(name, path, value) for name, fields in BY_FIELD.items() for path, value, _ in fields if path]
    others = [(name, path, not value if isinstance(value, bool) else f"{value}s") for name, path, value in rows]
    assert says_otherwise(built, minor, [plain(*row) for row in rows + others]) == []


def test_nothing_that_is_halted_is_healthy(built: Path, module: Module) -> None:
    held = [thing for _, thing in samples(module) if halted(manifest(thing))]
    assert len(held) > 10
    assert "Healthy" not in judged(built, held)


def test_the_scripts_that_take_an_old_status_for_a_new_one_are_those_of_the_table(
    built: Path, module: Module, minor: str
) -> None:
    every = [(group, kind) for group, names in kinds(minor).items() for kind in names]
    table = {f"{group}/{kind}" for group, kind in every if takes_old_for_new(group, kind, minor)}
    assert heedless(built, module) == table

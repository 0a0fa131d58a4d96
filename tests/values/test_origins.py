"""Values are what templates see, and where they come from is what Helm made of the layers."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from programs import SWELL, every_helm
from random_charts import IMPORTS, RandomChart

from cmp.chart.chart import Chart
from cmp.chart.mounts import homes
from cmp.chart.read import read_chart
from cmp.explain.seen_origins import seen_origins
from cmp.helm.call import HelmCall
from cmp.helm.seen_values import seen_values
from cmp.render.run import LazySession, helm_runtime
from cmp.settings import Settings
from cmp.typed.merge import laid
from cmp.values.dotted import join
from cmp.values.layer import Layer
from cmp.values.located import leaves
from cmp.values.origins import Origins
from cmp.values.stack import Stack
from cmp.values.undecided import undecided

HELMS = [pytest.param(path, id=name) for name, path in every_helm().items()]
TREES = 10
SHARED = 2  # so many keys below `global` lead to a mapping that all charts share
PATIENT = {"PATH": os.defpath, "SWELL_TIMEOUT": "3600"}  # these charts are large, and other work may be going on
_Seen = dict[tuple[str, ...], Any]
_Homes = dict[tuple[str, ...], Chart]


def printed(output: str) -> _Seen:
    """Return the values that each chart's own templates see, by its path."""
    found = {}
    for text in output.split("---\n# Source: ")[1:]:
        source, _, document = text.partition("\n")
        found[tuple(source.split("/")[2:-2:2])] = json.loads(yaml.load(document, yaml.CSafeLoader)["data"]["seen"])
    return found


def helms(helm: Path, chart: RandomChart) -> _Seen:
    argv = [helm, "template", "it", chart.folder, *chart.flags]
    return printed(subprocess.run(argv, capture_output=True, text=True, check=True).stdout)


def swells(helm: Path, chart: RandomChart) -> _Seen:
    env = {**PATIENT, "HOME": str(chart.folder), "SWELL_HELM": str(helm)}
    argv = [SWELL, "generate", *chart.flags]
    run = subprocess.run(argv, cwd=chart.folder, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return printed(run.stdout)


def layers(chart: RandomChart) -> Stack:
    return Stack(
        chart=read_chart(str(chart.folder)),
        layers=tuple(Layer(name=one.name, path=str(one), text=one.read_text()) for one in chart.files),
        assignments=tuple(("--set", one) for one in chart.assigned),
    )


def told(helm: Path, chart: RandomChart, stack: Stack) -> tuple[dict[str, Any], Origins]:
    """Return the values and their origins, as Swell tells them."""
    folder = str(chart.folder)
    call = HelmCall(chart=folder, root=folder, release="it", layers=stack.layers, assignments=tuple(chart.assigned))
    settings = Settings.read({**PATIENT, "SWELL_HELM": str(helm)})
    with LazySession(helm_runtime(settings)) as session:
        values = seen_values(call, stack.chart, render=session.begin)
        return values, seen_origins(stack, call, render=session.begin)


def why(helm: Path, chart: RandomChart, key: str) -> dict[str, tuple[str, str]]:
    """Return what the command says of all that lies below a key: by its path the value, and where it comes from."""
    env = {**PATIENT, "HOME": str(chart.folder), "SWELL_HELM": str(helm)}
    argv = [SWELL, "why", key, chart.folder, *chart.flags]
    run = subprocess.run(argv, cwd=chart.folder, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    lines = re.sub(r"\n +(?=\u2190)", "  ", run.stdout).splitlines()  # where a place has no room, it stands below
    rows = [re.fullmatch(r"(\S+) = (.+?) +\u2190 (.+)", line) for line in lines]
    return {row[1]: (row[2], row[3]) for row in rows if row}


def written(place: str, folder: Path) -> str:
    """Return the line of a place, "" for one in an archive or of an assignment."""
    file, _, line = place.rpartition(":")
    path = folder / file
    return path.read_text().splitlines()[int(line) - 1].strip() if line.isdigit() and path.is_file() else ""


def at(values: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        values = values[key]
    return values


def decided(values: Any, by_chance: set[tuple[str, ...]], *, nulls: bool = True) -> Any:
    """Return values without those globals, in whichever chart, of which each run of Helm may have another value.

    Without `nulls` those in mappings that charts share are left out, too: Helm keeps or drops one as it happens to
    visit the charts in charts/ (seed 160, Helm 3.17.2), and to templates both are nothing.
    """
    if not isinstance(values, dict):
        return values
    return {
        key: decided(_lacking(below, by_chance, nulls=nulls) if key == "global" else below, by_chance, nulls=nulls)
        for key, below in values.items()
    }


def _lacking(values: Any, paths: set[tuple[str, ...]], depth: int = 0, *, nulls: bool) -> Any:
    if not isinstance(values, dict):
        return values
    return {
        key: _lacking(below, {path[1:] for path in paths if path[0] == key}, depth + 1, nulls=nulls)
        for key, below in values.items()
        if (key,) not in paths and (nulls or below is not None or depth < SHARED)
    }


def chances(stack: Stack) -> set[tuple[str, ...]]:
    return {one.keys[1:] for one in undecided(stack)}


def places(known: _Homes, keys: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return where the values of a chart may lie that Helm names in its output.

    Of charts deep below one that has two aliases there is one alone, which goes by either alias, or by the name.
    """
    return [keys, *(home for home in known if home != keys and names(known, home) == names(known, keys))]


def names(known: _Homes, keys: tuple[str, ...]) -> tuple[str, ...]:
    above = [known.get(keys[:depth]) for depth in range(1, len(keys) + 1)]
    return tuple(str(one.metadata["name"]) if one else key for one, key in zip(above, keys, strict=True))


def charts(folder: Path, request: pytest.FixtureRequest, *, trees: int = TREES) -> Iterator[tuple[int, RandomChart]]:
    first = request.config.getoption("seed")
    for seed in range(first, first + request.config.getoption("charts")):
        yield seed, RandomChart(seed, folder / str(seed), trees=trees)


@pytest.mark.parametrize("helm", HELMS)
def test_values_are_what_the_templates_of_each_chart_see_and_origins_explain_them(
    helm: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for seed, chart in charts(tmp_path, request):
        wanted = helms(helm, chart)
        stack = layers(chart)
        values, origins = told(helm, chart, stack)
        by_chance = chances(stack)
        known = homes(stack.mounts)
        sure = partial(decided, by_chance=by_chance, nulls=False)
        assert sure(origins.values) == sure(values), seed
        for keys, seen in wanted.items():
            ours = [beside(values, home) for home in places(known, keys)]
            assert sure(seen) in [sure(one) for one in ours], (seed, keys)
        assert len(wanted) > TREES
        for keys, value in origins.leaves():
            said = [word.mark.value for word in origins.words(keys) if word.counts]
            assert said == [value] or value == {}, (seed, keys)


@pytest.mark.parametrize("helm", HELMS)
def test_why_says_what_the_templates_see_and_names_the_line_that_says_so(
    helm: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    lines = 0
    for seed, chart in charts(tmp_path, request, trees=1):
        seen = decided(helms(helm, chart)[()], chances(layers(chart)))
        below = {key: dict(_plain(value, (key,))) for key, value in seen.items() if isinstance(value, dict)}
        key = max(below, key=lambda one: len(below[one]))
        said = why(helm, chart, key)
        for keys, value in below[key].items():
            told, place = said[join(keys)]
            assert told == json.dumps(value), (seed, keys)
            if line := written(place, chart.folder):
                lines += 1
                key, _, begin = line.partition(": ")
                assert json.loads(key) in (as_imported(keys[-1]) if value == {} else {keys[-1]}), (seed, keys)
                begins = json.dumps(value, indent=1).splitlines()[0].rstrip("}")  # nulls may empty a mapping
                assert begin.rstrip(",}") == begins, (seed, keys)
    assert lines


def as_imported(key: str) -> set[str]:
    """Return what a mapping may be called where it is written: an import gives it another name, and its keys none."""
    found = {key}
    for one in (*IMPORTS, *IMPORTS):  # a mapping may be imported twice, on its way up
        child, parent = (one["child"], one["parent"]) if isinstance(one, dict) else ("", "")
        found |= {child.split(".")[-1]} if parent.split(".")[-1] in found else set()
    return found


def _plain(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict) and value:
        for key, below in value.items():
            yield from _plain(below, (*keys, key))
    elif value is not None:
        yield keys, value


def beside(values: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        values = values.get(key) if isinstance(values, dict) else None
    return values


def flat(values: Any, keys: tuple[str, ...] = ()) -> _Seen:
    """Return all that is no mapping and not null: Helm drops or keeps nulls as it meets them."""
    if isinstance(values, dict):
        return {path: leaf for key, below in values.items() for path, leaf in flat(below, (*keys, key)).items()}
    return {} if values is None else {keys: values}


def may_merge(stack: Stack) -> list[tuple[str, ...]]:
    """Return the paths at which layers have lists, in an order of their own.

    Lists are asked for where a layer of the user's says something beside them, and not in globals. For a dependency of
    which no layer says anything, Helm 4.2 and newer treat the chart's own nulls in another way.
    """
    trees = [*((mount.at, tree) for mount, tree in stack.beneath), *(((), tree) for tree in stack.above)]
    paths = {(*at, *keys) for at, tree in trees for keys, mark in leaves(tree) if isinstance(mark.value, list)}
    said = {path: [mark.value for _, mark in stack.said(path)] for path in paths}
    only_lists = [path for path in paths if all(one is None or isinstance(one, list) for one in said[path])]
    own = laid(stack.above)
    return sorted(path for path in only_lists if "global" not in path and isinstance(beside(own, path[:-1]), dict))


def ask_for(lists: dict[str, str], chart: RandomChart) -> None:
    (chart.folder / "swell.yaml").write_text(json.dumps({"apiVersion": "swell/v1", "lists": lists}))


@pytest.mark.parametrize("helm", HELMS)
def test_a_merged_list_ends_with_the_one_that_helm_takes_and_nothing_else_changes(
    helm: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    merged = 0
    for seed, chart in charts(tmp_path, request):
        stack = layers(chart)
        asked = [path for path in may_merge(stack) if not stack.is_reached_into(path)]
        by_chance = chances(stack)
        wanted = flat(decided(helms(helm, chart)[()], by_chance))
        ask_for(dict.fromkeys(map(join, asked), "append"), chart)
        found = flat(decided(swells(helm, chart)[()], by_chance))
        assert found.keys() == wanted.keys(), seed
        changed = {path for path, value in found.items() if value != wanted[path]}
        merged += len(changed)
        assert changed <= set(asked), seed
        assert [
            path for path in changed if found[path][len(found[path]) - len(wanted[path]) :] != wanted[path]
        ] == [], seed
    assert merged


@pytest.mark.parametrize("helm", HELMS)
def test_what_is_assigned_in_a_merged_list_changes_it_as_helm_changes_that_of_one_more_values_file(
    helm: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    reached = 0
    for seed, chart in charts(tmp_path, request, trees=3):
        stack = layers(chart)
        asked = may_merge(stack)
        strategies = {path: chart.random.choice(("append", "prepend", "replace")) for path in asked}
        ask_for({join(path): strategy for path, strategy in strategies.items()}, chart)
        chart.assigned = [one for one in chart.assigned if "[" not in one]
        lists = {path: beside(swells(helm, chart)[()], path) for path in asked}
        one_more = tmp_path / f"{seed}-lists.yaml"
        trees = [_tree(path, merged) for path, merged in lists.items() if isinstance(merged, list)]
        one_more.write_text(json.dumps(laid(trees)))
        flags = [f"--values={one_more}", *(f"--set={one}" for one in chart.assigned)]
        given = [one for one in chart.assigned_in(asked) if takes(helm, chart, [*flags, f"--set={one}"])]
        chart.assigned += given
        found = swells(helm, chart)[()]
        chart.files.append(one_more)
        wanted = helms(helm, chart)[()]
        by_chance = chances(stack)
        assert flat(decided(found, by_chance)) == flat(decided(wanted, by_chance)), seed
        reached += sum(beside(found, path) != merged for path, merged in lists.items())
    assert reached


def takes(helm: Path, chart: RandomChart, flags: list[str]) -> bool:
    """Tell whether Helm takes an assignment: below a text it sets nothing, and fails."""
    argv = [helm, "template", "it", chart.folder, *(f"--values={file}" for file in chart.files), *flags]
    return subprocess.run(argv, capture_output=True, check=False).returncode == 0


def _tree(path: tuple[str, ...], value: Any) -> Any:
    return {path[0]: _tree(path[1:], value)} if path else value

"""The rooms of the program: which may import which, and what is done in one of them alone."""

import ast
import re
from collections.abc import Callable, Iterator
from graphlib import TopologicalSorter

import pytest
from programs import TOP

NOUNS = {"budget", "errors", "likeness", "model", "text", "value"}  # which every room may import
FILES = {path.relative_to(TOP).with_suffix(""): path for path in (TOP / "cmp").rglob("*.py")}
TREES = {
    ".".join(name.parts).removesuffix(".__init__"): ast.parse(path.read_text(), str(path))
    for name, path in FILES.items()
}
FOLDERS = {".".join(name.parent.parts) for name in FILES}
ROW = re.compile(r"^\| `([\w./]+)` \| (.*?) \|", re.MULTILINE)


def room(module: str) -> str:
    """Return the folder below cmp/ that a module lies in; a module that lies in none is a room by itself."""
    folder = module if module in FOLDERS else module.rpartition(".")[0]
    return (folder if folder != "cmp" else module).removeprefix("cmp.").replace(".", "/")


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the names of the modules that one imports, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in TREES else node.module for name in names)


OURS = {here: set(imports(tree)) & TREES.keys() - {here} for here, tree in TREES.items()}
USES = {
    name: {room(there) for here, theirs in OURS.items() if room(here) == name for there in theirs} - NOUNS - {name}
    for name in sorted({room(module) for module in TREES})
}


def doors() -> set[str]:
    """Return the modules that lie in a room itself and import, if by way of each other, the rooms within it."""
    found: set[str] = set()
    while (
        more := {
            here
            for here, theirs in OURS.items()
            for there in theirs
            if room(there).startswith(f"{room(here)}/") or (there in found and room(there) == room(here))
        }
        - found
    ):
        found |= more
    return found


DOORS = doors()


def joined(part: Callable[[str], str]) -> dict[str, set[str]]:
    """Return which parts of the house import which others, a part being what holds a module."""
    found: dict[str, set[str]] = {part(here): set() for here in OURS}
    for here, theirs in OURS.items():
        found[part(here)] |= {part(there) for there in theirs} - {part(here)}
    return found


TABLE = {
    name: set(re.findall(r"`([\w./]+)`", rooms)) for name, rooms in ROW.findall((TOP / "CONTRIBUTING.md").read_text())
}


@pytest.mark.parametrize("name", sorted(USES.keys() - NOUNS - {"cmp"}))
def test_a_room_imports_what_the_table_in_contributing_says_and_no_less(name: str) -> None:
    assert USES[name] == TABLE.get(name)


def test_the_table_names_no_room_that_is_gone() -> None:
    assert TABLE.keys() <= USES.keys()


def test_below_the_command_line_no_mapping_is_the_environment() -> None:
    """Settings are handed down instead; `variables` are what the programs get that Swell starts."""
    users = {
        room(module)
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if "environ" in (getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "arg", ""))
    }
    assert users <= {"__main__", "cli", "doctor", "settings"}


def test_no_module_imports_itself_by_way_of_others() -> None:
    TopologicalSorter(OURS).prepare()


def test_rooms_have_no_cycle() -> None:
    TopologicalSorter(joined(lambda module: room(module).partition("/")[0])).prepare()


def test_the_rooms_within_a_room_have_no_cycle_among_themselves_and_with_its_nouns() -> None:
    TopologicalSorter(joined(lambda module: room(module) + " (doors)" * (module in DOORS))).prepare()


def test_a_room_within_a_room_opens_none_of_its_doors() -> None:
    opened = {
        (here, there)
        for here, theirs in OURS.items()
        for there in theirs & DOORS
        if room(here).startswith(f"{room(there)}/")
    }
    assert not opened


def test_doors_are_told_from_nouns() -> None:
    assert {"cmp.checks.registry", "cmp.order.decide", "cmp.sources.pull.pull"} <= DOORS
    assert DOORS.isdisjoint({"cmp.checks.facts", "cmp.sources.pull.location", "cmp.model"})


def test_placeholders_are_filled_in_where_the_configuration_is_resolved_and_nowhere_else() -> None:
    users = {room(here) for here, theirs in OURS.items() if "cmp.config.placeholders" in theirs}
    assert users == {"config"}


def test_behind_the_configuration_no_room_asks_the_request() -> None:
    """It is taken in by commands, and told to the configuration; what leaves that is a Resolved."""
    users = {room(here).partition("/")[0] for here, theirs in OURS.items() if "cmp.request.model" in theirs}
    assert users == {"cli", "config", "doctor", "explain", "fleet", "render", "request"}
    assert {here for here, theirs in OURS.items() if room(here) == "render" and "cmp.request.model" in theirs} == {
        "cmp.render.inputs",
        "cmp.render.run",
    }
    behind = [tree for here, tree in TREES.items() if here != "cmp.config.resolved"]
    asked = [
        ast.unparse(node)
        for tree in behind
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "request" and "files" in ast.unparse(node.value)
    ]
    assert not asked


def test_the_kind_of_a_source_is_asked_for_in_one_place() -> None:
    kinds = {
        module
        for module, tree in TREES.items()
        if any(isinstance(node, ast.Call) and ast.unparse(node.func) == "SourceKind" for node in ast.walk(tree))
    }
    assert len(kinds) >= 4
    assert {here for here, theirs in OURS.items() if kinds <= theirs} == {"cmp.sources.pull.kinds"}
    comparing = {
        here
        for here, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare) and "source.kind" in ast.unparse(node)
    }
    assert comparing == {"cmp.sources.pull.kinds"}


def test_archives_are_read_within_the_bounds_of_one_reader() -> None:
    calls = {
        (here, ast.unparse(node))
        for here, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("tarfile.open", "tarfile.TarFile", "Archive.reading")
    }
    assert {here for here, call in calls if call.startswith("tarfile") and "mode='w'" not in call} == set()
    assert {here for here, call in calls if call.startswith("Archive")} == {
        "cmp.chart.archive",
        "cmp.sources.pull.archive",
    }


def test_yaml_is_read_in_one_room_alone() -> None:
    readers = {module for module, tree in TREES.items() if "yaml" in {name.split(".")[0] for name in imports(tree)}}
    assert {room(module) for module in readers} == {"dialect"}


@pytest.mark.parametrize(
    "word", ["os.environ", "os.getenv", "print", "sys.argv", "sys.exit", "sys.stdin", "sys.stdout", "sys.stderr"]
)
def test_only_the_command_line_reads_the_environment_prints_and_exits(word: str) -> None:
    users = {
        room(module)
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) == word
    }
    assert users <= {"cli", "__main__"}


LOOKING = re.compile(
    r"(?:open|each_folder|os\.(?:open|stat|lstat|listdir|scandir|walk|readlink|access)|os\.path\.(?:l?exists|is(?:file|dir|link|mount)|real\w+|getsize))"
)
APART = {
    "cmp.chart.build": "a chart's folder, which is noted as a whole",
    "cmp.chart.guarded": "a copy that the render has made",
    "cmp.chart.package": "a chart's folder, into an archive",
    "cmp.chart.quick_look": "a chart's folder",
    "cmp.chart.read": "a chart's folder",
    "cmp.chart.vendor": "`swell lock`",
    "cmp.config.missing_chart": "for an error",
    "cmp.config.missing_file": "for an error",
    "cmp.helm.place": "where a resident Helm listens",
    "cmp.helm.runtime": "the folder of the queue",
    "cmp.helm.seen_values": "a copy that the render makes",
    "cmp.lock.copies": "asked for again, as every source",
    "cmp.lock.copy": "`swell lock`",
    "cmp.lock.lockfile": "`swell lock`",
    "cmp.lock.session": "asked for again, as every source",
    "cmp.lock.status": "`swell lock`",
    "cmp.lock.usage": "`swell lock`",
    "cmp.lock.vendor": "`swell lock`",
    "cmp.render.files": "`swell generate -o`",
    "cmp.render.positions": "`swell check`",
    "cmp.request.application": "an Application on a command line",
    "cmp.sources.files": "a chart's folder",
    "cmp.sources.paths": "a chart's folder",
}
"""Modules that look at files by themselves, and why an answer that is kept need not name them."""
ELSEWHERE = {"answers", "cli", "doctor", "explain", "fleet", "resident", "system"}


def test_what_a_render_looks_at_is_looked_at_in_one_place() -> None:
    lookers = {
        here
        for here, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and LOOKING.fullmatch(ast.unparse(node.func))
    }
    found = {here for here in lookers if room(here).partition("/")[0] not in ELSEWHERE}
    assert {here for here in found if not here.startswith(("cmp.sources.pull", "cmp.sources.store"))} == APART.keys()

"""The rooms of the program: which may import which, and what is done in one of them alone."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter

import pytest
from programs import TOP

EVERYBODY_MAY = {"errors", "model", "value"}
MAY_IMPORT = {
    "__init__": "",
    "__main__": "cli",
    "argo": "dialect",
    "arrange": "arranged checks config inject manifests order request values",
    "arranged": "config",
    "checks": "argo config inject manifests order request values",
    "config": "argo dialect pull request sources values",
    "dependencies": "config dialect pull sources",
    "dialect": "",
    "doctor": "config dialect helm lock parameters pipeline policy process pull request sources store temporary",
    "errors": "",
    "heir": "",
    "helm": "config process temporary values",
    "inject": "argo arranged config dialect manifests order",
    "lock": "config dialect heir process pull sources store temporary",
    "manifests": "dialect",
    "model": "dialect",
    "order": "argo config manifests",
    "parameters": "",
    "pipeline": "arrange arranged config dependencies helm manifests policy request sources values",
    "policy": "checks config sources",
    "process": "heir",
    "pull": "dialect heir process temporary",
    "readers": "manifests order",
    "release": "",
    "report": "argo arranged dialect values",
    "request": "parameters",
    "sources": "config pull request values",
    "store": "heir process temporary",
    "temporary": "",
    "value": "",
    "values": "config dialect parameters request sources",
}  # and `cli` may import everything
FILES = {path.relative_to(TOP).with_suffix(""): path for path in (TOP / "cmp").rglob("*.py")}
TREES = {
    ".".join(name.parts).removesuffix(".__init__"): ast.parse(path.read_text(), str(path))
    for name, path in FILES.items()
}


def room(module: str) -> str:
    """Return the part of the program that a module belongs to."""
    return [*module.split("."), "__init__"][1]


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the names of the modules that one imports, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in TREES else node.module for name in names)


OURS = {here: set(imports(tree)) & TREES.keys() - {here} for here, tree in TREES.items()}


@pytest.mark.parametrize("name", sorted({room(module) for module in TREES} - {"cli"}))
def test_a_room_imports_what_it_may_and_the_table_says_no_more(name: str) -> None:
    found = {room(there) for here, theirs in OURS.items() if room(here) == name for there in theirs}
    assert found - EVERYBODY_MAY - {name} == set(MAY_IMPORT[name].split())


def test_no_module_imports_itself_by_way_of_others() -> None:
    TopologicalSorter(OURS).prepare()


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

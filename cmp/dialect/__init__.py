"""Reading YAML as Argo CD's Go libraries do, and writing JSON that they read back unchanged.

PyYAML and Go disagree about plain scalars (`1e3`, `y`, `0o7`, `25921e05`, a bare `=`), keys, merge keys and tags.
Loader and dumper here share one function for Go's scalars, so a string that Go would misread is quoted.
"""

from yaml import MappingNode, Node, SequenceNode

from cmp.dialect.documents import construct, entries, load
from cmp.dialect.json_text import to_json
from cmp.dialect.nodes import DEEPEST, YamlError, compose, pairs
from cmp.dialect.streams import parse_through

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.dialect.writing import dump

__all__ = [
    "DEEPEST",
    "MappingNode",
    "Node",
    "SequenceNode",
    "YamlError",
    "compose",
    "construct",
    "dump",
    "entries",
    "load",
    "pairs",
    "parse_through",
    "to_json",
]


def __getattr__(name: str) -> object:
    """Import what writes YAML where it is first asked for: most renders write none."""
    if name != "dump":
        raise AttributeError(f"module {__name__} has no attribute {name}")
    from cmp.dialect.writing import dump

    return dump

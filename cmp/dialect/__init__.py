"""Reading YAML as Argo CD's Go libraries do, and writing JSON that they read back unchanged.

PyYAML and Go disagree about plain scalars (`1e3`, `y`, `0o7`, `25921e05`, a bare `=`), keys, merge keys and tags.
Loader and dumper here share one function for Go's scalars, so a string that Go would misread is quoted.
"""

from yaml import MappingNode, Node, SequenceNode

from cmp.dialect.documents import construct, entries, load
from cmp.dialect.nodes import DEEPEST, YamlError, compose, pairs
from cmp.dialect.streams import parse_through
from cmp.dialect.writing import dump, to_json

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

"""Imports what renders need, so that processes which are forked from this one share it and start at once."""

import gc
from importlib import import_module
from pkgutil import walk_packages

import cmp
from cmp.answers.keeper import code
from cmp.system.looks import hold_code

_OTHERS = (
    "cmp.cli.",
    "cmp.doctor.",
    "cmp.fleet.",
    "cmp.resident.",
    "cmp.report.",
    "cmp.stuck.",
    "cmp.telemetry.",
    "cmp.__main__",
)
"""What no render needs; a command imports what it needs of it by itself."""

_AT_FIRST_USE = ("jsonpatch", "tree_sitter", "tree_sitter_bash")
"""Libraries that renders import where a chart has a patch, or a script that waits."""


def preload(*more: str) -> None:
    """Import the modules of renders, and `more`; what is imported stays in pages that the children share."""
    ours = (module.name for module in walk_packages(cmp.__path__, "cmp."))
    for name in (*more, *_AT_FIRST_USE, *(name for name in ours if not name.startswith(_OTHERS))):
        import_module(name)
    hold_code(code())
    gc.collect()
    gc.disable()
    gc.freeze()

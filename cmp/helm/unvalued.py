"""What a schema refuses, without the values themselves: an error may go where a secret may not.

Helm 3 up to 3.17 tells none. Helm 4, and 3 since, say `- at '/pin': maximum: got 7, want 3`; a text stands there as
Go's %q writes it, in one line (kind/kind.go of github.com/santhosh-tekuri/jsonschema/v6).
"""

import re

from cmp.values.secrets import HIDDEN

_TEXT = r"'(?:[^'\\]|\\.)*'"
_VALUE = rf"(?:{_TEXT}|\S+)"
_BOUND = "minimum|maximum|exclusiveMinimum|exclusiveMaximum|multipleOf"
_RULES = (
    (rf"{_VALUE} (does not match pattern .*)", rf"{HIDDEN} \2"),
    (rf"{_VALUE} (is not valid [\w-]+): .*", rf"{HIDDEN} \2"),
    (rf"({_BOUND}): got .*, want (.*)", rf"\2: got {HIDDEN}, want \3"),
    (rf"(value is not {_TEXT} encoded|value is not of mediatype {_TEXT}): .*", r"\2"),
)
_CUTS = tuple((re.compile(rf"^(\s*- at {_TEXT}: ){rule}$", re.MULTILINE), rf"\1{rest}") for rule, rest in _RULES)


def without_values(message: str) -> str:
    """Return a message of Helm's with the paths and the rules that it tells, and no value of the chart's."""
    for rule, rest in _CUTS:
        message = rule.sub(rest, message)
    return message

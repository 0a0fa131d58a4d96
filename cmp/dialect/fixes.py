"""The fix for a line that is no YAML, by what it looks like; it repeats nothing of the line, which may be a secret."""

import re

_FIXES = (
    (r"^ *\t", "indent it with spaces: YAML takes no tab at the beginning of a line"),
    (r"(?:^|[:-])\s+\*|^\*|[\[,]\s*\*\S", "quote what begins with *: to YAML that is an alias"),
    (
        r"(?:^|[:-])\s+\{\{|^\{\{|[\[,]\s*\{\{",
        "quote what begins with {{: to YAML that is a mapping, and no template is filled in here",
    ),
    (r"(?:^|[:-])\s+\{|^\{|[\[,]\s*\{[^{}:]*\}[^\s,\]}]", "quote what begins with {: to YAML that is a mapping"),
    (r"[:-]\s+'[^']*'[^\s,\]}#]", "write a ' in single quotes twice, or take double quotes"),
    (r":\s.*:(?:\s|$)", "quote the value, since it holds a colon, or put the second key on a line of its own"),
    (r"\\", "take single quotes: in double ones a backslash begins an escape"),
)
_OTHER = (
    "correct that line or the one above: a colon, a dash, a bracket or a quote is missing, or its indentation is off"
)


def fix(text: str, line: int) -> str:
    """Return what to do about a line of a text, counted from 1."""
    lines = text.splitlines()
    said = lines[line - 1] if 0 < line <= len(lines) else ""
    return next((one for pattern, one in _FIXES if re.search(pattern, said)), _OTHER)

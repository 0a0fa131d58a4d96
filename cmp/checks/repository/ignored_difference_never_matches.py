"""an entry of ignoreDifferences can't work.

A JSON pointer begins with a slash (RFC 6901). A jq expression with unbalanced brackets or quotes does not compile, nor
one that begins with a slash, or with a name in the place of a dot: Argo CD then can't compare the Application at all
(getIgnoreNormalizers in util/argo/normalizers of Argo CD 3.6.1).
"""

import re
from collections.abc import Iterator

from cmp.checks.repository.facts import RepositoryFacts, listed
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING
_NAME = re.compile(r"\s*([A-Za-z_]\w*)(?:[.\[]|\s*$)")
_ALONE = ("empty", "env", "halt", "input", "recurse")  # functions of jq that need no argument, and may begin a path
_PAIRS = {")": "(", "]": "[", "}": "{"}


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each pointer and expression."""
    for one in facts.applications:
        for number, entry in enumerate(one.ignored()):
            for pointer in listed(entry.get("jsonPointers")):
                if not str(pointer).startswith("/"):
                    yield Finding(
                        severity=SEVERITY,
                        ref=one.ref,
                        message=f"ignoreDifferences[{number}]: the pointer {str(pointer)!r} names nothing",
                        fix=f"begin it with a slash: /{str(pointer).lstrip('.').replace('.', '/')}",
                        position=one.position,
                    )
            for expression in listed(entry.get("jqPathExpressions")):
                if why := broken(str(expression)):
                    yield Finding(
                        severity=SEVERITY,
                        ref=one.ref,
                        message=f"ignoreDifferences[{number}]: jq can't read {str(expression)!r}: {why}",
                        fix="try it: kubectl get KIND NAME -o json | jq 'path(EXPRESSION)'",
                        position=one.position,
                    )


def broken(expression: str) -> str:
    """Return why a jq expression can't be read, as far as its brackets and quotes tell; "" where they don't."""
    if not expression.strip():
        return "it is empty"
    if expression.lstrip().startswith("/"):
        return "a path begins with a dot"
    if (name := _NAME.match(expression)) and name[1] not in _ALONE:
        return f"there is no function {name[1]}; a path begins with a dot"
    opened: list[str] = []
    quoted = escaped = False
    for sign in expression:
        if quoted:
            quoted = sign != '"' or escaped
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            quoted = True
        elif sign in _PAIRS.values():
            opened.append(sign)
        elif sign in _PAIRS and (not opened or opened.pop() != _PAIRS[sign]):
            return f"a {sign} closes nothing"
    return "a quote is not closed" if quoted else f"a {opened[-1]} is not closed" if opened else ""

"""a key stands twice in one mapping, and the first is lost.

Helm and Argo CD use the last one, without a message. A second `annotations` block removes the first, with its wave and
hook. A second `kind` shows that two objects ran together since a `---` is missing, and that one of them is lost.

Join the two blocks, or put `---` between the objects.
"""

import re
from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.dialect import YamlError
from cmp.model import Finding, Manifest, Severity

SEVERITY = Severity.WARNING
_SHOWN = 3
_KEY = re.compile(r"^([ -]*)([^\s#:-][^:\n]*):(?=\s|$)", re.MULTILINE)
_FLOW = re.compile(r"[:-] \[?\{")
_ENDS = re.compile(r"[}\n]")


def check(facts: Facts) -> Iterator[Finding]:
    """Find such keys in the rendered text; a document that Swell writes anew has each key once."""
    for manifest in facts.rendered:
        if found := _repeated(manifest):
            object_lost = any(path in ("apiVersion", "kind") for path, _ in found)
            places = [f"{path} (line {line})" for path, line in found[:_SHOWN]]
            more = f", and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            yield Finding(
                severity=SEVERITY,
                ref=manifest.ref,
                message=(
                    f"{', '.join(places)}{more} stands twice in its document: "
                    f"{'another object before it is lost' if object_lost else 'the first is lost'}"
                ),
                fix="put --- between the two objects" if object_lost else "join the two",
            )


def _repeated(manifest: Manifest) -> list[tuple[str, int]]:
    """Return the paths of repeated keys, each with the line of its last use; long definitions are left out."""
    if manifest.ref.kind == "CustomResourceDefinition" or not (_has_flow(manifest.text) or _doubtful(manifest.text)):
        return []
    from cmp import dialect
    from cmp.dialect.keys import repeated

    try:
        return [(key.path, key.line) for key in repeated(dialect.compose(manifest.text))]
    except YamlError:
        return []


def _has_flow(text: str) -> bool:
    """Tell whether there may be a mapping in flow style of two keys or more."""
    return any(_has_keys(part, begun.end()) for part in _ENDS.split(text) if (begun := _FLOW.search(part)))


def _has_keys(text: str, at: int) -> bool:
    """Tell whether a colon, a comma and one more colon stand behind a place."""
    for sign in ":,:":
        if (at := text.find(sign, at)) < 0:
            return False
        at += 1
    return True


def _doubtful(text: str) -> bool:
    """Tell whether lines look as if a block mapping had a key twice, so that the document must be parsed."""
    open_ones: list[tuple[int, set[str]]] = []
    for dashes, key in _KEY.findall(text):
        depth = len(dashes)
        while open_ones and (open_ones[-1][0] > depth or (open_ones[-1][0] == depth and "-" in dashes)):
            open_ones.pop()
        if not open_ones or open_ones[-1][0] < depth:
            open_ones.append((depth, set()))
        if key in open_ones[-1][1]:
            return True
        open_ones[-1][1].add(key)
    return False

"""The sentences of a chart's templates: what `fail` and `required` may say that is the author's word, and no value.

A sentence is a line of a text constant, or of the text around the actions, of two words at least. Where `printf` or an
action puts something in, it has a gap. So `required "image.tag is needed"` is known again, and so is what
`printf "%s is not known" .Values.x` makes, whatever the value.
"""

import re
from collections.abc import Iterable

_VERB = re.compile(r"%[-+# 0]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_WORD = re.compile(r"[^\W\d_]{2,}")
_GAP = "\0"
_LEAST = 2  # words of a sentence; a single word could be a password that stands in a template by chance
_Pieces = tuple[str, ...]  # what stands between the gaps


class Sentences:
    """The sentences of a chart.

    Args:
        constants: text constants of templates as they are written there, quotes included.
        texts: the texts of templates, with a zero byte in the place of each action.
    """

    def __init__(self, constants: Iterable[str], texts: Iterable[str]) -> None:
        lines = [line for text in (*map(_constant, constants), *texts) for line in text.splitlines()]
        found = {tuple(line.strip().split(_GAP)) for line in lines}
        self._all = sorted(filter(_is_sentence, found), key=lambda pieces: (-sum(map(len, pieces)), pieces))

    def match(self, line: str, gap: str) -> str:
        """Return a line as the sentence that has most of it, with a word in its gaps; "" where it is none."""
        return next((gap.join(pieces) for pieces in self._all if _fits(pieces, line)), "")


def _is_sentence(pieces: _Pieces) -> bool:
    return sum(len(_WORD.findall(piece)) for piece in pieces) >= _LEAST


def _fits(pieces: _Pieces, line: str) -> bool:
    """Tell whether a line consists of the pieces in their order, with anything in the gaps."""
    first, *others = pieces
    if not others:
        return line == first
    last = others.pop()
    if not line.startswith(first) or not line.endswith(last) or len(line) < len(first) + len(last):
        return False
    at, end = len(first), len(line) - len(last)
    for piece in others:
        at = line.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def _constant(written: str) -> str:
    """Return a text constant's text, with a gap for each of printf's verbs."""
    inside = written[1:-1]
    text = inside if written[0] == "`" else _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], _GAP), inside)
    return "%".join(_VERB.sub(_GAP, part) for part in text.split("%%"))

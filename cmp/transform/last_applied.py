"""The length of the annotation in which a client-side apply stores an object, told without parsing it where possible.

`kubectl.kubernetes.io/last-applied-configuration` holds the object as compact JSON (util.GetModifiedConfiguration of
kubectl 0.37.0).
"""

import re
from functools import cached_property

from cmp import dialect
from cmp.model import Manifest

LIMIT = 262_144
"""Bytes that all annotations of an object may have together (TotalAnnotationSizeLimitB of apimachinery 0.37.0)."""
_LINE = 6  # bytes that JSON adds to a line at most: quotation marks, brackets and a comma
_ITEM = 4  # the same for a further item of a line in flow style
_CONTROL = bytes((*range(9), *range(11, 32), 127))
# With all letters alike, blanks that are part of a text are told by counting, which is faster than searching for them.
_ALIKE = bytes.maketrans(b"abcdefghijklmnopqrstuvwxyz", b"a" * 26)
_BLANKS = (b"a a", b". a")
_WORD = re.compile(rb": (?<=[\w-]: )[A-Za-z][\w-]*\n")
"""The end of a line with two words, to which JSON adds two bytes, whatever it is part of, unless that is a comment."""
_ESCAPE = 9  # bytes that an escape is longer than what it stands for, at most
_BLOCK = re.compile(rb"[|>][-+\d]{0,2}(?: +#.*)?$")  # the end of a line behind which a block scalar begins
# An anchor, whose value may stand again, and a tag. A pattern that begins with one character is searched for faster.
_NAMES = (re.compile(rb"&[\w!-]"), re.compile(rb"![\w!-]"))
_BEFORE_A_VALUE = (b"\n", b":", b"-", b",", b"[", b"{", b"?")


def too_long(manifest: Manifest) -> bool:
    """Tell whether an object is too long for a client-side apply; it is parsed only if its text does not tell."""
    text = manifest.text.encode()
    if len(text) * 2 < LIMIT:
        return False
    if _named(text):
        return stored(manifest) > LIMIT
    told = Lengths(text)
    surely = told.bare > LIMIT or told.worded > LIMIT or told.least > LIMIT
    return surely or (told.most > LIMIT and stored(manifest) > LIMIT)


class Lengths:
    """Bounds of the bytes that the document of a text has as JSON; numbers count as they are written.

    For documents without anchors and tags. Each bound is computed when it is asked for, the cheapest first.
    """

    def __init__(self, text: bytes) -> None:
        """Take a text."""
        self._text = text

    @cached_property
    def bare(self) -> int:
        """The least bytes, without what JSON adds and without blanks."""
        text = self._text
        return len(text.translate(None, b" \t\r\n-'\\")) - (_ESCAPE - 1) * text.count(b"\\") - sum(self._remarks)

    @cached_property
    def worded(self) -> int:
        """The least bytes, without what JSON adds."""
        return self.bare + sum(map(self._text.translate(_ALIKE).count, _BLANKS))

    @cached_property
    def least(self) -> int:
        """The least bytes."""
        text = self._text
        dashes = text.count(b"-") - text.count(b"- ") - text.count(b"-\n")
        # the quotation marks of keys, or what stands in their place where it is no key
        keys = sum(text.count(end) - text.count(b'"' + end) - text.count(b"'" + end) for end in (b":\n", b": "))
        return self.worded + keys + dashes + max(0, len(_WORD.findall(text)) - len(self._remarks))

    @cached_property
    def most(self) -> int:
        """The most bytes."""
        flat = self._flat
        marks = _ITEM * sum(map(flat.count, (b",", b"[", b"{"))) + sum(map(flat.count, (b'"', b"\\")))
        odd = 5 * (len(flat) - len(flat.translate(None, _CONTROL)))
        return len(flat) + _LINE * len(self._left) + _indented(self._lines, self._left) + marks + odd + _escapes(flat)

    @cached_property
    def _remarks(self) -> list[int]:
        """The bytes of each line that may hold a comment."""
        text, found = self._text, []
        place = text.find(b"#")
        while place >= 0:
            end = text.find(b"\n", place)
            end = len(text) if end < 0 else end
            found.append(end - text.rfind(b"\n", 0, place) - 1)
            place = text.find(b"#", end)
        return found

    @cached_property
    def _lines(self) -> list[bytes]:
        return self._text.split(b"\n")

    @cached_property
    def _left(self) -> list[bytes]:
        return [line.lstrip(b" ") for line in self._lines]

    @cached_property
    def _flat(self) -> bytes:
        return b"\n".join(self._left)


def _named(text: bytes) -> bool:
    """Tell whether a text has an anchor or a tag, or what looks like one."""
    return any(
        text[max(0, found.start() - 99) : found.start()].rstrip(b" \t").endswith(_BEFORE_A_VALUE)
        for name in _NAMES
        for found in name.finditer(text)
    )


def _indented(lines: list[bytes], bare: list[bytes]) -> int:
    """Return the blanks at the beginnings of lines of block scalars, which JSON keeps, and perhaps some more."""
    found, last = 0, 0
    blocks = (place for place, line in enumerate(bare) if (b"|" in line or b">" in line) and _BLOCK.search(line))
    for begun in blocks:
        outer = len(lines[begun]) - len(bare[begun])
        for place in range(max(begun + 1, last), len(lines)):
            deeper = len(lines[place]) - len(bare[place]) - outer
            if bare[place] and deeper <= 0:
                break
            found += max(0, deeper - 1)
            last = place + 1
    return found


def stored(manifest: Manifest) -> int:
    """Return the bytes of an object as kubectl stores it."""
    text = dialect.to_json(manifest.document).encode()
    return len(text) + _escapes(text)


def _escapes(text: bytes) -> int:
    """Return the number of bytes that kubectl adds when it writes `<`, `>` and `&` as \\u003c and the like."""
    return 5 * sum(map(text.count, (b"<", b">", b"&")))

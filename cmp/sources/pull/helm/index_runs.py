"""Stepping over the versions of charts that are not asked for: each is looked at as a whole, not line by line.

Of the tens of megabytes of an index nearly all is that, in the form in which Helm writes it. What has any other form is
left to the line reader, which alone refuses.
"""

import re

from cmp.sources.pull.helm.entry import FIELDS, is_time

_SLASH = b"\\/"
_FIELDS = frozenset(name + b":" for name in FIELDS)


class Layout:
    """The form of the versions of a chart: a dash at the column `dash`, the keys at the column `keys`.

    `chart` is the column of the charts' names.
    """

    def __init__(self, *, chart: int, dash: int, keys: int) -> None:
        self._begin = b" " * dash + b"-" + b" " * (keys - dash - 1)
        self._line = line = b"\n" + b" " * keys
        self._end = re.compile(rb"\n(?!%s)" % line[1:])
        self._key = re.compile(rb"%s([^ \-\n][^:\n]*(?::(?=[ \n]))?)" % line)
        self._created = re.compile(rb"%screated:(?: ([^\n]*))?" % line)
        self._next = re.compile(rb"%s|%s[A-Za-z0-9]" % (self._begin, b" " * chart))

    def after(self, text: bytes, at: int) -> int:
        """Return where a version ends that begins at `at`: `at` itself where it has another form than Helm's.

        It is -1 where the text ends before that is known.
        """
        if not text.startswith(self._begin, at):
            return at
        found = self._end.search(text, at)
        if not found or found.end() == len(text):
            return -1
        end = found.end()
        item = self._line + text[at + len(self._begin) : end]
        keys = self._key.findall(item)
        usual = _SLASH not in item and len(set(keys)) == len(keys) and _FIELDS.issuperset(keys)
        return end if usual and self._next.match(text, end) and all(map(is_time, self._created.findall(item))) else at

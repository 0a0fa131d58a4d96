"""Words for messages: what is safe to show, counted things, and the known word that is most like a misspelt one."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST, _COMPARED = 300, 2000  # longer words, and words beyond these, are not looked at
_STEPS = 5_000_000  # of looking for the words that are like one
_WIDEST = 200  # characters of a column; a longer cell sticks out
_VOWELS = frozenset("aeio")  # `u` is mostly spoken as in `user`
# What Python takes for printable and no screen shows: the rest of Unicode's Default_Ignorable_Code_Point, and a blank.
_BLANKS = frozenset(
    chr(number)
    for first, last in (
        (0x034F, 0x034F),  # combining grapheme joiner
        (0x115F, 0x1160),  # Hangul fillers
        (0x17B4, 0x17B5),  # Khmer vowels
        (0x180B, 0x180F),  # Mongolian selectors
        (0x2800, 0x2800),  # Braille without dots
        (0x3164, 0x3164),  # Hangul filler
        (0xFE00, 0xFE0F),  # variation selectors
        (0xFFA0, 0xFFA0),  # Hangul filler
        (0xE0100, 0xE01EF),  # variation selectors
    )
    for number in range(first, last + 1)
)
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 object`, `26 objects`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def spelled(number: int, noun: str) -> str:
    """Return a number with its noun, small numbers as words: `three Jobs`."""
    return f"{_WORDS[number] if number < len(_WORDS) else number} {noun}{'' if number == 1 else 's'}"


def column(cells: "Iterable[str]") -> int:
    """Return the width of a column: of its longest cell, but no more than a screen has.

    Else a name of a megabyte in one line would put a megabyte of spaces into each of thousands of lines.
    """
    return min(max(map(len, cells), default=0), _WIDEST)


def article(noun: str) -> str:
    """Return a noun with its article: `a Job`, `an Application`."""
    return f"{'an' if noun[:1].lower() in _VOWELS else 'a'} {noun}"


def among(words: "Sequence[str]", *, joint: str = "and") -> str:
    """Return words as a sentence lists them: `git, oci and helm`."""
    return f" {joint} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def pasted(word: str) -> str:
    """Return a word for a command that people copy: in quotes where a shell would read more than a word in it.

    What a program would take for an option is no name that anything has, and `NAME` stands for it: with one, kubectl
    sends its token to another server.
    """
    import shlex

    word = " ".join(word.split())
    if word.startswith("-"):
        return "NAME"
    plain = word.replace("~", "-") if not word.startswith("~") and "=~" not in word and ":~" not in word else word
    return word if shlex.quote(plain) == plain else shlex.quote(word)  # HEAD~1 is one word


def shared(one: "Sequence[str]", other: "Sequence[str]") -> int:
    """Return how many words two paths share from their beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (here, there) in pairs if here != there), min(len(one), len(other)))


def is_visible(text: str) -> bool:
    """Tell whether a text has no character that can't be seen, but for line ends and spaces."""
    return text.replace("\n", "").isprintable() and (text.isascii() or _BLANKS.isdisjoint(text))


def printable(text: str) -> str:
    """Return a text with the characters that can't be seen as `\\x1b` or `\\u202e`, but for line ends and spaces.

    Such are control characters, which a terminal obeys, and marks of direction and blanks, which let a name be read as
    another one. In a double-quoted scalar of YAML the escapes mean the same characters.
    """
    if is_visible(text):
        return text
    return "".join(sign if is_visible(sign) else _escape(ord(sign)) for sign in text)


def defused(text: str) -> str:
    """Return a text in which no line is a command to GitHub's runner, which reads the log: a space is put into those.

    Source: TryParseV2 and TryParse in src/Runner.Common/ActionCommand.cs of actions/runner: `::` behind spaces at the
    start of a line, and `##[` anywhere in it.
    """
    if "::" not in text and "##[" not in text:
        return text
    lines = (f"{line[:start]}: {line[start + 1 :]}" if start >= 0 else line for line, start in _commands(text))
    return "\n".join(lines).replace("##[", "## [")


def _commands(text: str) -> "Iterable[tuple[str, int]]":
    """Return each line, and where a command begins in it, -1 where none does."""
    for line in text.split("\n"):
        bare = line.lstrip()
        yield line, len(line) - len(bare) if bare.startswith("::") else -1


def printable_json(text: str) -> str:
    """Return JSON in which the characters that can't be seen are escaped; it means the same."""
    if is_visible(text):
        return text
    return "".join(sign if is_visible(sign) else _json_escape(sign) for sign in text)


def _escape(number: int) -> str:
    if number > 0xFFFF:  # noqa: PLR2004  (the last one that four digits can say)
        return f"\\U{number:08x}"
    return f"\\u{number:04x}" if number > 0xFF else f"\\x{number:02x}"  # noqa: PLR2004  (likewise, two digits)


def _json_escape(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))


def nearest(word: str, known: "Iterable[str]", *, alike: float = 0.6, any_case: bool = False) -> str:
    """Return the known word most like another one, for "did you mean ...?"; "" if none is like it.

    Args:
        word: the word that was written.
        known: the words that are valid.
        alike: how similar two words must be, from 0 to 1, as `difflib.SequenceMatcher.ratio` measures it.
        any_case: whether capital and small letters count as the same.
    """
    return next(iter(near(word, known, most=1, alike=alike, any_case=any_case)), "")


class Speller:
    """Finds the known words most like many others, within so many steps in all."""

    def __init__(self, steps: int = 10_000_000) -> None:
        """Allow so many steps (`cmp.likeness`), which take some seconds; after them, no word is like another one."""
        self._left = steps

    @property
    def spent(self) -> bool:
        """Whether no step is left."""
        return self._left <= 0

    def nearest(self, word: str, known: "Iterable[str]", *, alike: float = 0.6, any_case: bool = False) -> str:
        """Return what the function `nearest` does."""
        return next(iter(self.near(word, known, most=1, alike=alike, any_case=any_case)), "")

    def near(self, word: str, known: "Iterable[str]", *, most: int, alike: float, any_case: bool = False) -> list[str]:
        """Return what the function `near` does."""
        if len(word) > _LONGEST or self.spent:
            return []
        from itertools import islice

        from cmp.likeness import Likeness  # here, since an import takes time and only mistakes need it

        compared = [name for name in islice(known, _COMPARED) if len(name) <= _LONGEST]
        spelled = {name.lower(): name for name in compared} if any_case else dict.fromkeys(compared)
        likeness = Likeness(word.lower() if any_case else word, self._left)
        close = likeness.nearest(spelled, most=most, alike=alike)
        self._left = likeness.left
        return [spelled[name] or name for name in close]


def near(word: str, known: "Iterable[str]", *, most: int, alike: float, any_case: bool = False) -> list[str]:
    """Return up to `most` known words that are like another one, the most similar first; arguments as for `nearest`."""
    return Speller(_STEPS).near(word, known, most=most, alike=alike, any_case=any_case)

"""Expands the words of a command: variables, substitutions and quotes."""

from collections.abc import Sequence

from cmp.waits.grammar.syntax import Output, Piece, Sum, Text, Variable, Word
from cmp.waits.nouns.text import BLANKS, BREAK, ELEMENT, HOLE, LONGEST, UNSET, bounded, broken, empty, known, number
from cmp.waits.shell.arithmetic import WEIGHT, reckon
from cmp.waits.shell.interpreter import NeverError, Shell, apart
from cmp.waits.shell.state import State

EPOCH = 1_700_000_000
"""Seconds of the clock of all containers at their start."""


class Expander:
    """Expands words in their order, each in the state that the one before left."""

    def __init__(self, shell: Shell, state: State) -> None:
        self.shell = shell
        self.state = state
        self.endless = False
        self.ran = False
        """Whether a command was run for a word, whose status counts."""

    def text(self, word: Word) -> str:
        """Return a word as one text, as in an assignment."""
        if len(word) == 1 and isinstance(word[0], Text):
            return word[0].text
        return bounded("".join(" ".join(self._pieces(piece)) for piece in word))

    def fields(self, words: Sequence[Word]) -> list[str]:
        """Return the fields that words become: an unquoted expansion may be none, or several."""
        return [field for word in words for field in self._fields(word)]

    def _fields(self, word: Word) -> list[str]:
        if len(word) == 1 and isinstance(word[0], Text):
            return [word[0].text]
        text, holds = "", False
        for piece in word:
            parts = self._pieces(piece)
            if isinstance(piece, Text) or (isinstance(piece, Variable | Output) and piece.quoted):
                text += BREAK.join(parts)
                holds = holds or bool(parts)
            else:
                text += broken(" ".join(parts), self.state.variables.get("IFS", BLANKS))
        return [field for field in text.split(BREAK) if field] or [""] * holds

    def _pieces(self, piece: Piece) -> list[str]:
        """Return the elements of a piece; the more they are, the more steps that takes."""
        parts = self._elements(piece)
        if not isinstance(piece, Text):
            self.shell.steps.step(characters=sum(map(len, parts)), items=len(parts))
        return parts

    def _elements(self, piece: Piece) -> list[str]:
        if isinstance(piece, Text):
            return [piece.text]
        if isinstance(piece, Sum):
            expression = self.text(piece.expression)
            self.shell.steps.handle(characters=WEIGHT * len(expression))
            value, changed = reckon(expression, self.state.variables)
            self.state = self.state.sets_each(changed)
            return [HOLE if value is None else str(value)]
        if isinstance(piece, Output):
            return [self._output(piece)]
        return self._variable(piece)

    def _output(self, piece: Output) -> str:
        flow = apart(self.shell.run(piece.body, self.state._replace(printed="", saved={})), self.state)
        self.endless = self.endless or flow.endless
        if flow.goes is None:
            raise NeverError
        printed = flow.goes.printed or ""
        self.state = flow.goes._replace(printed=self.state.printed)
        self.ran = True
        return printed.rstrip("\n")

    def _variable(self, piece: Variable) -> list[str]:
        if piece.name in ("@", "*") and not piece.operator:
            every = list(self.state.arguments)
            return every if piece.name == "@" or not piece.quoted else [" ".join(every)]
        value = self._value(piece.name)
        if piece.each:
            return (HOLE if value is None else value).split(ELEMENT) if value != "" else []
        words = [self.text(word) for word in piece.words] if value is None or piece.operator else []
        shown = None if value is None else value.split(ELEMENT)[0]
        if piece.operator in ("=", ":=") and words and (shown is None or shown == ""):
            self.state = self.state.sets(piece.name, words[0])
        return [operated(shown, piece.operator, words)]

    def _value(self, name: str) -> str | None:
        """Return what a variable holds; None if nothing in sight sets it."""
        state = self.state
        if (place := number(name)) is not None:
            return self._argument(place)
        if name == "SECONDS" and name not in state.variables:
            return now(self.shell, state)
        special = {
            "?": HOLE if state.status is None else str(int(not state.status)),
            "#": str(len(state.arguments)) if known(*state.arguments) else HOLE,
            "": "",
        }
        return special[name] if name in special else state.variables.get(name)

    def _argument(self, number: int) -> str | None:
        arguments = self.state.arguments
        if not number or not known(*arguments[: max(0, number - 1)]):
            return HOLE
        return arguments[number - 1] if number <= len(arguments) else None


def now(shell: Shell, state: State, since: int = 0) -> str:
    """Return the seconds that have passed, unknown where they may be several numbers."""
    shell.clock_reads += 1
    least, most = state.clock
    return str(int(since + least)) if least == most else HOLE


def operated(value: str | None, operator: str, words: Sequence[str]) -> str:
    """Return what `${name<operator>word}` gives; without an operator, what is set nowhere is unknown."""
    word = words[0] if words else ""
    if operator in (":-", "-", ":=", "=", ":+", "+"):
        return _defaulted(value, operator, word)
    if value is None or not known(value, *words):
        return UNSET if value is None and not operator else HOLE
    if operator in ("", ":?", "?"):
        return value
    if operator in ("/", "//"):
        return _replaced(value, word, words[1] if len(words) > 1 else "", 1 if operator == "/" else -1)
    return _stripped(value, operator, word)


def _defaulted(value: str | None, operator: str, word: str) -> str:
    """Return a value or what stands for it; with a colon, an empty one is as good as none."""
    missing = True if value is None else operator.startswith(":") and empty(value)
    if missing is None:
        return HOLE
    if operator.endswith("+"):
        return "" if missing else word
    return word if missing or value is None else value


def _replaced(value: str, old: str, new: str, times: int) -> str:
    if any(letter in old for letter in "*?[#%") or not old or value.count(old) * len(new) > LONGEST:
        return HOLE
    return value.replace(old, new, times)


def _stripped(value: str, operator: str, pattern: str) -> str:
    """Return a value without what `#`, `##`, `%` or `%%` take away; only a `*` at the outer end is followed."""
    start = operator in ("#", "##")
    if not start and operator not in ("%", "%%"):
        return HOLE
    outer = pattern.startswith("*") if start else pattern.endswith("*")
    inner = (pattern[1:] if start else pattern[:-1]) if outer else pattern
    if any(letter in inner for letter in "*?[\\") or not inner:
        return HOLE
    if not outer:
        return value.removeprefix(inner) if start else value.removesuffix(inner)
    if inner not in value:
        return value
    longest = len(operator) == 2  # noqa: PLR2004
    if start:
        return value.rpartition(inner)[2] if longest else value.partition(inner)[2]
    return value.partition(inner)[0] if longest else value.rpartition(inner)[0]

"""A shell script as a tree of few kinds of statements, and words that expand when they are run."""

from typing import NamedTuple


class Text(NamedTuple):
    """A piece of a word that says itself; it is never split."""

    text: str


class Variable(NamedTuple):
    """`$name`, or `${name<operator>word}`; `each` tells that it gives all elements of an array."""

    name: str
    operator: str = ""
    words: tuple["Word", ...] = ()
    quoted: bool = False
    each: bool = False


class Output(NamedTuple):
    """`$(body)`."""

    body: "Statement"
    quoted: bool = False


class Sum(NamedTuple):
    """`$((expression))`, whose text is a word itself."""

    expression: "Word"


Piece = Text | Variable | Output | Sum
Word = tuple[Piece, ...]


class Assignment(NamedTuple):
    """`name=value`, or `name+=value`; an array is a value whose elements are words of their own."""

    name: str
    value: Word
    appends: bool = False
    elements: tuple[Word, ...] | None = None


class Redirect(NamedTuple):
    """Where a statement reads (`<`) or writes (`>`, `>>`, `>&`, `&>`); of a here-document `<<` the word is its text."""

    operator: str
    descriptor: str
    word: Word


class Simple(NamedTuple):
    """A command with the variables that are set for it, or for good where there are no words."""

    words: tuple[Word, ...]
    assignments: tuple[Assignment, ...] = ()


class Redirected(NamedTuple):
    """A statement with redirections."""

    body: "Statement"
    redirects: tuple[Redirect, ...]


class Sequence(NamedTuple):
    """Statements one after the other."""

    statements: tuple["Statement", ...]


class Chain(NamedTuple):
    """`first && second`, or `first || second`."""

    first: "Statement"
    second: "Statement"
    wants: bool  # of the first's status


class Not(NamedTuple):
    """`! body`."""

    body: "Statement"


class Pipe(NamedTuple):
    """`one | other`."""

    parts: tuple["Statement", ...]


class Subshell(NamedTuple):
    """`( body )`."""

    body: "Statement"


class Background(NamedTuple):
    """`body &`."""

    body: "Statement"


class If(NamedTuple):
    """`if test; then body; else other; fi`."""

    test: "Statement"
    body: "Statement"
    other: "Statement"


class While(NamedTuple):
    """`while test; do body; done`; with `until`, `wants` is False."""

    test: "Statement"
    body: "Statement"
    wants: bool = True


class For(NamedTuple):
    """`for name in words; do body; done`."""

    name: str
    words: tuple[Word, ...]
    body: "Statement"


class Case(NamedTuple):
    """`case word in pattern|pattern) body;; esac`."""

    word: Word
    branches: tuple[tuple[tuple[Word, ...], "Statement"], ...]


class Function(NamedTuple):
    """`name () body`."""

    name: str
    body: "Statement"


class Unknown(NamedTuple):
    """What is not followed: anything may come of it."""


Statement = (
    Simple
    | Redirected
    | Sequence
    | Chain
    | Not
    | Pipe
    | Subshell
    | Background
    | If
    | While
    | For
    | Case
    | Function
    | Unknown
)
NOTHING = Sequence(())

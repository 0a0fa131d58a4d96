"""What all of this room shares: the set, what its generators ask of the world, and the bounds of what they make."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from cmp.budget import Budget
from cmp.errors import RequestError
from cmp.value import Value

Params = dict[str, Any]
"""The parameters of one Application; without Go templates their names are paths: `metadata.name`, `path[0]`."""

MOST = 5_000
"""Sets of parameters, of one generator and of a whole ApplicationSet: more than Argo CD's API server lists at once."""
_MOST_MADE = 1_500_000
_SET, _CHARACTERS = 20, 50  # a set of parameters counts as so many parts, and so many characters as one
MOST_TEXT = 64 << 20
"""Characters of all that is made of one ApplicationSet's texts."""


class Strings(dict[str, str]):
    """A `map[string]string` of Go's, which functions for dicts do not take: the `values` of a git generator."""


class ApplicationSet(Value):
    """An ApplicationSet: its name and namespace, and its spec."""

    name: str
    namespace: str
    spec: Mapping[str, Any]

    @property
    def go_template(self) -> bool:
        """Whether its texts are Go templates, instead of texts with `{{names}}`."""
        return self.spec.get("goTemplate") is True


class Tree(Value):
    """The repository that a git generator reads.

    `files` are the paths of all files in it, sorted; `read` returns the text of one, and raises SourceError where it
    leads out of the repository. `refuse_other` raises RequestError where the repository is not that of an address.
    `globs` tells whether patterns of files are read as the setting ENABLE_NEW_GIT_FILE_GLOBBING has it.
    """

    files: tuple[str, ...]
    read: Callable[[str], str]
    refuse_other: Callable[[str], None]
    globs: bool = False


class Text(Value):
    """A text to evaluate, and the parameters; what is evaluated together may have the same ones.

    `strict` tells whether a name without a value is an error, whatever the ApplicationSet says.
    """

    template: str
    params: Params
    strict: bool = False

    def __hash__(self) -> int:
        return hash(self.template)


Evaluate = Callable[[Sequence[Text]], list[str]]
"""Return what texts come to. Raises RequestError for the first that can't be evaluated."""


class Allowance(Budget):
    """How much the ApplicationSets of one command may make together, what they leave out again included.

    It is counted in parts: the keys, values and elements of what is made, a few microseconds each.
    """

    def __init__(self, most: int = _MOST_MADE) -> None:
        """Allow so many parts."""
        super().__init__(most, _too_much)

    def make(self, sets: int = 0, *, parts: int = 0, looks: int = 0) -> None:
        """Make so many sets of parameters, and parts; a look at a path or a requirement is a twentieth of one.

        Raises:
            RequestError: that is too much.
        """
        self.take(sets * _SET + parts + looks // 20)

    def counted(self, evaluate: Evaluate) -> Evaluate:
        """Return what evaluates texts, and takes the length of what they come to."""

        def evaluated(texts: Sequence[Text]) -> list[str]:
            answers = evaluate(texts)
            self.make(parts=sum(map(len, answers)) // _CHARACTERS)
            return answers

        return evaluated


def _too_much() -> RequestError:
    return RequestError(
        "the ApplicationSets that are read together make too much, what they leave out again included",
        fix="narrow their generators, make their templates shorter, or name fewer of them",
    )


def parts(document: Any) -> int:
    """Return how many parts a document has; a long text counts as several."""
    if isinstance(document, str):
        return 1 + len(document) // _CHARACTERS
    if isinstance(document, Mapping):
        return 1 + sum(parts(key) + parts(value) for key, value in document.items())
    return 1 + sum(map(parts, document)) if isinstance(document, list) else 1


class Tools(Value):
    """What generators need: the repository, which is looked at when it is first asked for, and the others."""

    tree: Callable[[], Tree]
    evaluate: Evaluate
    allowance: Allowance


def bounded(params: list[Params]) -> list[Params]:
    """Return sets of parameters. Raises RequestError where they are more than is allowed."""
    refuse_many(len(params))
    return params


def refuse_many(number: int) -> None:
    """Raise RequestError where a generator makes more sets of parameters than is allowed."""
    if number > MOST:
        raise RequestError(
            f"it makes {number} Applications, and Swell reads up to {MOST} of one ApplicationSet",
            fix="narrow its generators, or make several of it",
        )


def limited(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts. Raises RequestError where all of them are longer than is allowed."""
    size = 0
    for text in texts:
        size += len(text)
        if size > MOST_TEXT:
            raise RequestError(
                f"its texts come to more than {MOST_TEXT >> 20} MiB", fix="narrow its generators, or make several of it"
            )
        yield text


def malformed(what: str, fix: str = "kubectl explain applicationset.spec.generators") -> RequestError:
    """Return the error for a part of an ApplicationSet that Argo CD does not take either."""
    return RequestError(what, fix=fix)

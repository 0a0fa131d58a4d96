"""Words for messages: counted things, and the known word that is most like a misspelt one."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 object`, `26 objects`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def spelled(number: int, noun: str) -> str:
    """Return a number with its noun, small numbers as words: `three Jobs`."""
    return f"{_WORDS[number] if number < len(_WORDS) else number} {noun}{'' if number == 1 else 's'}"


def nearest(word: str, known: "Iterable[str]", *, alike: float = 0.6, any_case: bool = False) -> str:
    """Return the known word most like another one, for "did you mean ...?"; "" if none is like it.

    Args:
        word: the word that was written.
        known: the words that are valid.
        alike: how similar two words must be, from 0 to 1, as `difflib.SequenceMatcher.ratio` measures it.
        any_case: whether capital and small letters count as the same.
    """
    return next(iter(near(word, known, most=1, alike=alike, any_case=any_case)), "")


def near(word: str, known: "Iterable[str]", *, most: int, alike: float, any_case: bool = False) -> list[str]:
    """Return up to `most` known words that are like another one, the most similar first; arguments as for `nearest`."""
    import difflib  # here, since an import takes time and only mistakes need it

    if not any_case:
        return difflib.get_close_matches(word, list(known), n=most, cutoff=alike)
    lowered = {name.lower(): name for name in known}
    return [lowered[name] for name in difflib.get_close_matches(word.lower(), lowered, n=most, cutoff=alike)]

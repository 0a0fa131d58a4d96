"""The texts of a document, keys included, and the document with what they come to.

Source: deeplyReplaceWithFilter in applicationset/utils/utils.go of Argo CD 3.6.1: every text and every key of a map.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cmp.applicationset.model import Evaluate, Params, Text

_OPENED = "{{"


def replaced(documents: Sequence[tuple[Any, Params]], evaluate: Evaluate) -> Iterator[Any]:
    """Yield documents with their texts evaluated, each with its parameters; all are evaluated together.

    Raises:
        RequestError: a text can't be evaluated, or all of them come to more than Swell reads.
    """
    texts = [Text(template=text, params=params) for document, params in documents for text in templates(document)]
    answers = iter(evaluate(texts))
    for document, _ in documents:
        yield _with(document, {text: next(answers) for text in templates(document)})


def templates(document: Any) -> dict[str, None]:
    """Return the texts of a document that have braces, each once."""
    return dict.fromkeys(text for text in _texts(document) if _OPENED in text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield key
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _with(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, Mapping):
        return {known.get(key, key): _with(one, known) for key, one in value.items()}
    return [_with(one, known) for one in value] if isinstance(value, list) else value

"""Replacing `{{names}}` in texts, as an ApplicationSet without Go templates has them.

Source: Replace in applicationset/utils/utils.go of Argo CD 3.6.1, and github.com/valyala/fasttemplate.
"""

import re
from collections.abc import Sequence

from cmp.applicationset.model import Params, Text, limited, malformed

_MENTION = re.compile(r"\{\{.*\}\}")  # on one line: what has its braces on two is left alone


def evaluate(texts: Sequence[Text]) -> list[str]:
    """Return texts with the values of names in them; a name without a value, or whose value is no text, stays.

    Raises:
        RequestError: braces are opened and not closed behind others that are, or the texts are longer than is allowed.
    """
    return list(limited(_replaced(one.template, one.params) for one in texts))


def _replaced(template: str, params: Params) -> str:
    if not _MENTION.search(template):
        return template
    first, *others = template.split("{{")
    pieces, rest = [first], "{{".join(others)
    while True:
        name, closed, rest = rest.partition("}}")
        if not closed:
            raise malformed(
                f"the text {template[:80]!r} opens braces and does not close them", fix="close them: {{name}}"
            )
        value = params.get(name.strip()) if name.strip() else None
        pieces.append(value if isinstance(value, str) else f"{{{{{name}}}}}")
        text, opened, rest = rest.partition("{{")
        pieces.append(text)
        if not opened:
            return "".join(pieces)

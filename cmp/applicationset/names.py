"""Replacing `{{names}}` in texts, as an ApplicationSet without Go templates has them.

Source: Replace in applicationset/utils/utils.go of Argo CD 3.6.1, and github.com/valyala/fasttemplate.
"""

from collections.abc import Sequence

from cmp.applicationset.model import Params, Text, limited, malformed


def evaluate(texts: Sequence[Text]) -> list[str]:
    """Return texts with the values of names in them; a name without a value, or whose value is no text, stays.

    Raises:
        RequestError: braces are opened and not closed behind others that are, or the texts are longer than is allowed.
    """
    return list(limited(_replaced(one.template, one.params) for one in texts))


def _mentions(template: str) -> bool:
    """Tell whether braces open and close on one line: what has them on two is left alone."""
    return any((start := line.find("{{")) >= 0 and line.find("}}", start + 2) >= 0 for line in template.split("\n"))


def _replaced(template: str, params: Params) -> str:
    if not _mentions(template):
        return template
    pieces, place = [], 0
    while (opened := template.find("{{", place)) >= 0:
        closed = template.find("}}", opened + 2)
        if closed < 0:
            raise malformed(
                f"the text {template[:80]!r} opens braces and does not close them", fix="close them: {{name}}"
            )
        name = template[opened + 2 : closed]
        value = params.get(name.strip()) if name.strip() else None
        pieces += [template[place:opened], value if isinstance(value, str) else f"{{{{{name}}}}}"]
        place = closed + 2
    return "".join([*pieces, template[place:]])

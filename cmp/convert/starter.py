"""The text of a first swell.yaml: what is known of an application, in comments that become settings.

Nothing in it changes what is rendered: Swell finds the same environments and infers the same order without it.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cmp import dialect
from cmp.argocd.annotations import HOOK, SYNC_WAVE
from cmp.model import Decision, Ref

_KEYS = {SYNC_WAVE: "wave", HOOK: "hook"}
_WIDTH = 80


def starter(
    *,
    schema: str,
    environments: Mapping[str, str],
    others: Sequence[str],
    moves: Iterable[Decision] | None,
    extends: str = "",
) -> str:
    """Return the text.

    Args:
        schema: where the JSON Schema lies, from the file.
        environments: those that have a values file, each with the pattern at which it lies.
        others: the values files that belong to no environment.
        moves: what Swell sets to bring the objects in order, None where they could not be rendered.
        extends: the swell.yaml that counts for the folder until now, "" for none.
    """
    parts = (
        f"# yaml-language-server: $schema={schema}\napiVersion: swell/v1\n",
        "".join(_extends(extends)),
        "".join(_environments(environments)),
        "".join(_others(others)),
        "".join(_order(moves)),
    )
    return "\n".join(part for part in parts if part)


def _extends(path: str) -> Iterator[str]:
    if path:
        yield from _comment("This file stands in the place of that one, which counts for this folder until now.")
        yield f"extends: {dialect.to_json(path)}\n"


def _environments(environments: Mapping[str, str]) -> Iterator[str]:
    patterns = set(environments.values())
    if not patterns:
        return
    named = (f"{name} ({pattern.replace('{environment}', name)})" for name, pattern in environments.items())
    yield from _comment(
        f"Environments, by their values files: {', '.join(named)}. An Application names its own as the parameter "
        "`environment`, a laptop as -e."
    )
    if len(patterns) == 1:
        yield from _comment("Uncommented, the next lines make it an error to name none.")
        yield f'# valueFiles:\n#   - "{patterns.pop()}"\n'


def _others(others: Sequence[str]) -> Iterator[str]:
    if others:
        yield from _comment("Values files that belong to no environment; name those that count, lowest first.")
        yield from ("# valueFiles:\n", *(f"#   - {dialect.to_json(name)}\n" for name in others))


def _order(moves: Iterable[Decision] | None) -> Iterator[str]:
    if moves is None:
        yield from _comment("The order could not be inferred: the chart does not render yet. See `swell plan`.")
        return
    found: dict[Ref, dict[str, Decision]] = {}
    for move in moves:
        if move.key in _KEYS and move.value is not None:
            found.setdefault(move.ref, {})[_KEYS[move.key]] = move
    if not found:
        yield from _comment("No object needs a wave of its own. `swell plan` shows what each waits for.")
        return
    yield from _comment(
        "The order that Swell infers today, and infers anew when the chart changes. A rule that you uncomment counts "
        "in its place from then on."
    )
    yield "# rules:\n"
    for ref, said in found.items():
        yield f"#   - match: {{kind: {ref.kind}, name: {dialect.to_json(ref.name)}}}\n"
        for key, move in said.items():
            yield f"#     {key}: {dialect.to_json(move.value) if key == 'hook' else move.value}\n"
        for why in dict.fromkeys(move.why for move in said.values()):
            yield from _comment(why, before="#     #")


def _comment(text: str, *, before: str = "#") -> Iterator[str]:
    lines = textwrap.wrap(text, _WIDTH - len(before) - 1, break_long_words=False, break_on_hyphens=False)
    yield from (f"{before} {line}\n" for line in lines)

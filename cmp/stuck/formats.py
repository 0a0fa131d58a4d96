"""An answer as text for a terminal, or as JSON whose fields docs/stuck.md describes."""

import json
import textwrap
from collections.abc import Callable, Mapping

from cmp.report.wrap import PAGE, pasteable
from cmp.stuck.model import STUCK, Answer
from cmp.text import printable_json

VERSION = "swell.stuck/v1"
"""The version of the JSON's shape: fields may be added to it, and none changes its meaning or goes."""
_MARGIN = 11
_MOST = 3
"""Lines of one part: the whole answer stays on one screen."""


def as_text(answer: Answer) -> str:
    """Return the answer in a sentence, and below it what shows it, the command that shows more, and the fix."""
    stop = answer.stop
    parts = [
        ("since", answer.since if answer.awaited.state in STUCK else ""),
        ("says", answer.says),
        ("fix", answer.fix),
        ("terminate", f"{'safe' if stop.safe else 'not safe'}: {stop.what}" if stop else ""),
    ]
    lines = _wrapped(answer.headline, first="", rest="  ")
    lines += [
        line
        for name, text in parts
        if text
        for line in _wrapped(text, first=f"  {name:<{_MARGIN}}", rest=" " * (_MARGIN + 2))
    ]
    commands = [("see", answer.more), ("end", stop.command if stop else "")]
    lines += [line for name, text in commands if text for line in pasteable(f"  {name:<{_MARGIN}}", text)]
    return "\n".join(lines)


def as_json(answer: Answer) -> str:
    """Return the answer for programs."""
    awaited, stop = answer.awaited, answer.stop
    number, waves = awaited.place
    content = {
        "version": VERSION,
        "app": answer.app,
        "state": awaited.state.value,
        "stuck": awaited.state in STUCK,
        "since": answer.since,
        "phase": awaited.phase,
        "wave": awaited.wave,
        "wavePlace": {"number": number, "of": waves} if number else None,
        "awaited": str(awaited.objects[0]) if awaited.objects else "",
        "objects": [ref._asdict() for ref in awaited.objects],
        "cause": answer.cause,
        "answer": answer.headline,
        "says": answer.says,
        "see": answer.more,
        "cure": answer.fix,
        "terminate": {"safe": stop.safe, "what": stop.what, "command": stop.command} if stop else None,
    }
    return printable_json(json.dumps(content, indent=2, ensure_ascii=False))


FORMATS: Mapping[str, Callable[[Answer], str]] = {"text": as_text, "json": as_json}
"""The formats of `swell stuck`, by the names that the option takes."""


def _wrapped(text: str, *, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, PAGE.get(), initial_indent=first, subsequent_indent=rest, max_lines=_MOST, placeholder=" ...",
        break_on_hyphens=False,
    )  # fmt: skip

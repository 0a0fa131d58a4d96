"""The plan of a sync as one HTML file that needs nothing else: waves as columns, objects as cards, needs as curves."""

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from html import escape

from cmp.model import Strength
from cmp.report.html_cards import Cards
from cmp.report.names import said
from cmp.report.plan_text import remarks
from cmp.report.sync import SyncReport
from cmp.report.verdict import FINISHES, UNCLEAR, cost, extent, told, verdict, where

_LEGEND = (
    ("must", "must come first"),
    ("should", "converges by itself"),
    ("stuck", "waits for ever"),
    ("unclear", "may have to come first"),
)
_WORDS = {UNCLEAR: "is unclear"}
_TONES = {FINISHES: "finishes", UNCLEAR: "unclear"}


def as_html(report: SyncReport) -> str:
    """Return the page."""
    style, script = _asset("page.css"), _asset("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:"
    cards = Cards(report)
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<link rel="icon" href="data:,">',
        f"<title>{escape(report.title)}: {verdict(report)}</title>",
        f"<style>{style}</style>",
    ]
    body = [
        *_header(report),
        '<main class="waves" id="waves" tabindex="0" aria-label="Waves, first to last">',
        '<svg id="curves" aria-hidden="true"></svg>',
        *(column for step in report.plan.steps for column in cards.column(step)),
        "</main>",
        *_notes(cards),
        f'<script type="application/json" id="edges">{_edges(cards)}</script>',
        f"<script>{script}</script>",
    ]
    parts = ["<!doctype html>", '<html lang="en">', "<head>", *head, "</head>", "<body>", *body, "</body>", "</html>"]
    return "\n".join(parts)


def _header(report: SyncReport) -> Iterator[str]:
    fine = verdict(report) == FINISHES
    yield f'<header class="{_TONES.get(verdict(report), "hangs")}">'
    yield f"<h1>{escape(report.title)}</h1>"
    yield f'<p class="verdict">{verdict(report)}</p>'
    facts = [where(report), cost(report), extent(report)]
    yield f'<p class="facts">{" · ".join(escape(fact) for fact in facts if fact)}</p>'
    yield from _legend(report)
    yield "</header>"
    if not fine:
        yield f'<section class="chain" aria-label="Why it {_WORDS.get(verdict(report), verdict(report).lower())}">'
        for chain in told(report):
            rows = (f"<dt>{escape(name)}</dt><dd>{escape(why)}</dd>" for name, why in chain)
            yield f"<dl>{''.join(rows)}</dl>"
        yield f"<p><strong>Cure:</strong> {escape(report.fix)}</p>"
        yield "</section>"


def _legend(report: SyncReport) -> Iterator[str]:
    """Yield what the lines mean, those that there are."""
    there = {edge.strength.value for edge in report.edges} | ({"stuck"} if report.stalls else set())
    there |= {"unclear"} if report.unclear else set()
    shown = [
        f'<li><svg class="{name}" viewBox="0 0 28 8" aria-hidden="true"><path d="M0 4H28"/></svg>{meaning}</li>'
        for name, meaning in _LEGEND
        if name in there
    ]
    if shown:
        yield f'<ul class="legend" aria-label="Lines">{"".join(shown)}</ul>'


def _notes(cards: Cards) -> Iterator[str]:
    notes = [*cards.notes, *remarks(cards.report)]
    if notes:
        yield f"<footer><ul>{''.join(f'<li>{escape(note)}</li>' for note in notes)}</ul></footer>"


def _edges(cards: Cards) -> str:
    """Return the lines to draw, as JSON that no text can end early."""
    stuck = {edge for stall in cards.report.stalls for edge in stall.chain}
    lines = [
        {
            "from": cards.ids[edge.before],
            "to": cards.ids[edge.after],
            "style": "stuck" if edge in stuck else "must" if edge.strength is Strength.MUST else "should",
            "why": f"{cards.names[edge.after]} {said(edge)}",
        }
        for edge in cards.report.edges
        if edge.before in cards.ids and edge.after in cards.ids
    ]
    lines += [
        {
            "from": cards.ids[one.before],
            "to": cards.ids[one.after],
            "style": "unclear",
            "why": f"{cards.names[one.after]}: {one.why}",
        }
        for one in cards.report.unclear
    ]
    return json.dumps(lines, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _asset(name: str) -> str:
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read().strip()

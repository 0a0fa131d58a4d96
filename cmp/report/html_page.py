"""The plan of a sync as one self-contained HTML file: waves in rows, objects as cards, needs as lines between them."""

import base64
import hashlib
from collections.abc import Iterator, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from cmp.model import Strength
from cmp.report.findings import counted
from cmp.report.html_cards import Cards, Column
from cmp.report.names import said
from cmp.report.plan_text import remarks
from cmp.report.sync import SyncReport
from cmp.report.verdict import FINISHES, UNCLEAR, cost, extent, told, verdict, where
from cmp.text import printable

_STYLES, _SCRIPTS = ("page.css", "waves.css", "print.css"), ("route.js", "find.js", "lines.js")
_LEGEND = (
    ("must", "must come first"),
    ("should", "converges by itself"),
    ("stuck", "waits for ever"),
    ("unclear", "may have to come first"),
)
_MOST = 2000  # lines that are drawn, the most important first; more make a browser slow
_UNDRAWN = f"Of {{}} needs the first {_MOST} have lines; the cards list them all."
_STYLED = ("stuck", "unclear", "must", "should")
_FILTERS = (
    ("hook", "hooks"),
    ("changed", "changed by Swell"),
    ("held", "held up"),
    ("found", "with findings"),
)
_SPANS = {"one": 1, "two": 2, "three": 3}
_WORDS = {UNCLEAR: "is unclear"}
_TONES = {FINISHES: "finishes", UNCLEAR: "unclear"}


def written(report: SyncReport) -> str:
    """Return the page."""
    found, cards = verdict(report), Cards(report)
    lines = sorted(_lines(cards), key=lambda line: _STYLED.index(line["style"]))
    columns = [cards.column(step) for step in report.plan.steps]
    return drawn(
        "plan.html.j2",
        title=report.title,
        verdict=found,
        tone=tone(report),
        facts=[fact for fact in (where(report), cost(report), extent(report), report.judged) if fact],
        legend=_legend(report),
        state=_WORDS.get(found, found.lower()),
        chains=None if found == FINISHES else told(report),
        fix=report.fix,
        columns=columns,
        width=sum(_SPANS[column.span] for column in columns),
        notes=[*cards.notes, *remarks(report), *([_UNDRAWN.format(len(lines))] if len(lines) > _MOST else [])],
        findings=cards.findings,
        found=counted(report.findings),
        filters=_filters(columns),
        lines=lines[:_MOST],
    )


def tone(report: SyncReport) -> str:
    """Return the tone of a verdict, by which pages colour it."""
    return _TONES.get(verdict(report), "hangs")


def drawn(template: str, **told: object) -> str:
    """Return a page by its template, which escapes every text but the style and the script, which are Swell's."""
    loader = PackageLoader("cmp.report")
    pages = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    pages.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # the page is UTF-8
    style, script = (
        "\n".join(loader.get_source(pages, name)[0].strip() for name in names) for names in (_STYLES, _SCRIPTS)
    )
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return pages.get_template(template).render(style=style, script=script, digest=digest, **told)


def _printable(value: object) -> object:
    """Return what a template prints, made safe to show; what is markup stays markup."""
    return type(value)(printable(value)) if isinstance(value, str) else value


def _filters(columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Return the filters that let something through, as the page names them."""
    there = {kind for column in columns for card in (*column.shown, *column.folded) for kind in card.kinds}
    return [(kind, meaning) for kind, meaning in _FILTERS if kind in there]


def _legend(report: SyncReport) -> list[tuple[str, str]]:
    """Return the meaning of each kind of line that the page contains."""
    there = {edge.strength.value for edge in report.edges} | ({"stuck"} if report.stalls else set())
    there |= {"unclear"} if report.unclear else set()
    return [(name, meaning) for name, meaning in _LEGEND if name in there]


def _lines(cards: Cards) -> Iterator[dict[str, str]]:
    """Yield the lines to draw between cards, as `page.js` reads them."""
    stuck = {edge for stall in cards.report.stalls for edge in stall.chain}
    for edge in cards.report.edges:
        if edge.before in cards.ids and edge.after in cards.ids:
            yield {
                "from": cards.ids[edge.before],
                "to": cards.ids[edge.after],
                "style": "stuck" if edge in stuck else "must" if edge.strength is Strength.MUST else "should",
                "why": printable(f"{cards.names[edge.after]} {said(edge)}"),
            }
    for one in cards.report.unclear:
        yield {
            "from": cards.ids[one.before],
            "to": cards.ids[one.after],
            "style": "unclear",
            "why": printable(f"{cards.names[one.after]}: {one.why}"),
        }

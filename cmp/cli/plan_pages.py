"""`swell plan --format html` of several applications: a page for each, and one that leads to them."""

import os
from collections import Counter
from collections.abc import Callable, Iterator

from cmp.cli.asked import Asked
from cmp.cli.in_turn import answers
from cmp.cli.output import note
from cmp.errors import RequestError, SwellError
from cmp.fleet.ways import ToRender
from cmp.model import Finding
from cmp.render.files import file_name, write_texts
from cmp.report import html_index, html_page
from cmp.report.html_index import Row
from cmp.report.sync import SyncReport
from cmp.report.verdict import FINISHES, cost, extent, verdict
from cmp.settings import Settings
from cmp.text import count
from cmp.value import Value

_INDEX = "index.html"


class _Page(Value):
    """An application's row in the index, its page, and its exit code."""

    row: Row
    text: str = ""
    status: int = 0


def plan_pages(
    asked: Asked, planned: Callable[[ToRender], tuple[SyncReport, int]], *, settings: Settings, output: str
) -> int:
    """Write the pages into a folder, which has nothing else; return the worst of the exit codes.

    What is to be rendered is `planned`: its report, and its exit code.

    Raises:
        RequestError: no folder is named.
        SourceError: it can't be written.
    """
    if not output:
        raise RequestError(
            "html shows one application, and several are meant", fix="say -o DIR, which gets a page for each"
        )

    def work(render: ToRender) -> _Page:
        return _drawn(*planned(render))

    texts, rows, status, alike = dict[str, str](), list[Row](), 0, Counter[str]()
    for member, answer in answers(asked, work, settings=settings):
        page = _unanswered(member.name, answer) if isinstance(answer, SwellError) else answer
        name = ""
        if page.text:
            free = (one for one in _names(member.name, alike[member.name]) if one != _INDEX and one not in texts)
            name = next(free)
            alike[member.name] += 1
            texts[name] = page.text
        title = f"{member.name} ({member.found.source})" if member.found else member.name
        rows.append(page.row.replace(title=title, page=name))
        status = max(status, page.status)
    write_texts({_INDEX: html_index.written(rows), **texts}, output)
    note(f"swell: {count(len(rows), 'application')}: {os.path.join(output, _INDEX)}")
    return status


def _names(app: str, alike: int) -> Iterator[str]:
    """Yield names for the page of an application, of which the first that is free is taken; so many have its name."""
    if not alike:
        yield file_name(app.replace("/", "_"), ".html")
    number = max(alike + 1, 2)
    while True:
        yield file_name(f"{app.replace('/', '_')}-{number}", ".html")
        number += 1


def _drawn(report: SyncReport, status: int) -> _Page:
    row = Row(
        title=report.app,
        verdict=verdict(report),
        tone=html_page.tone(report),
        facts=" · ".join(fact for fact in (cost(report), extent(report)) if fact),
        fix="" if verdict(report) == FINISHES else report.fix,
        findings=tuple(map(_line, report.findings)),
    )
    return _Page(row=row, text=html_page.written(report), status=status)


def _line(finding: Finding) -> str:
    where = f"{finding.ref}: " if finding.ref else ""
    return f"{finding.severity}: {where}{finding.message} ({finding.check}). Fix: {finding.fix}"


def _unanswered(app: str, problem: SwellError) -> _Page:
    tone = "hangs" if problem.exit_code else "unclear"
    row = Row(title=app, verdict=problem.answer, tone=tone, problem=str(problem), fix=problem.fix)
    return _Page(row=row, status=problem.exit_code)

"""Findings as text: of several applications a line each, with its findings below, and how many there are in all."""

from collections import Counter
from collections.abc import Iterator

from cmp.model import Finding, Severity
from cmp.report.blocks import apart, distinct, no_answer
from cmp.report.checked import Checked, CheckReport
from cmp.report.findings import as_text, counted, summary
from cmp.report.wrap import wrapped
from cmp.text import count


def written(report: CheckReport) -> str:
    """Return the findings as text; of several applications with a summary at the end."""
    titles = distinct((one.title, "" if one.made_by else one.file) for one in report.applications)
    judged = judges(report)
    once = report.together is not None and len(judged) == 1
    blocks = [_block(one, title, judged=not once) for one, title in zip(report.applications, titles, strict=True)]
    together = report.together
    if together is None:
        return apart(blocks)
    if together.findings:
        blocks.append(as_text(together.findings, title=together.title, objects=_objects(report), judge=None))
    below = [*(judged if once else ()), outcome(report)]
    return "\n\n".join((apart(blocks), *("\n".join(wrapped(one)) for one in below)))


def brief(report: CheckReport) -> str:
    """Return how many findings of each severity there are: a line for one application, and one for several."""
    return "\n".join(wrapped(outcome(report)))


def outcome(report: CheckReport) -> str:
    """Return how many findings of each severity there are, of one application or of several."""
    if report.together:
        return ", ".join(_counts(report))
    (one,) = report.applications
    return summary(one.findings, title=one.title, objects=one.objects)


def judges(report: CheckReport) -> list[str]:
    """Return by which Argo CD the applications are judged, in a sentence for each that is another one."""
    return list(dict.fromkeys(one.judge.told(waves=False) for one in report.applications if not one.problem))


def _objects(report: CheckReport) -> int:
    return sum(one.objects for one in report.applications)


def _block(one: Checked, title: str, *, judged: bool) -> str:
    if one.problem:
        return no_answer(title, one.problem)
    return as_text(one.findings, title=title, objects=one.objects, judge=one.judge if judged else None)


def _counts(report: CheckReport) -> Iterator[str]:
    """Yield how many applications there are, and how they fare."""
    yield count(len(report.applications), "application")
    fare = Counter(map(_fare, report.applications))
    if fare["fine"]:
        yield f"{fare['fine']} without findings"
    if fare["found"]:
        every = sorted((one for found in report.applications for one in found.findings), key=_severity)
        yield f"{fare['found']} with {counted(every)}"
    if fare["problem"]:
        yield f"{fare['problem']} without an answer"
    if fare["left"]:
        yield f"{fare['left']} left to Argo CD"
    if report.together and report.together.findings:
        yield f"{counted(report.together.findings)} of all together"


def _fare(one: Checked) -> str:
    if one.problem:
        return "problem" if one.problem.exit_code else "left"
    return "found" if one.findings else "fine"


def _severity(finding: Finding) -> int:
    return list(Severity).index(finding.severity)

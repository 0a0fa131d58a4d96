"""Findings as JUnit XML: a suite an application, a case a finding, and one that passes where there is none.

The fields are those that the schema of Jenkins' xUnit plugin and GitLab's reader have in common.
"""

from xml.sax.saxutils import escape, quoteattr

from cmp.model import Finding, Severity
from cmp.report.checked import Checked, CheckReport
from cmp.text import printable

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def written(report: CheckReport) -> str:
    """Return the findings as XML; info fails no case."""
    suites = [line for one in report.every for line in _suite(one)]
    return printable("\n".join([_HEAD, '<testsuites name="swell check">', *suites, "</testsuites>"]))


def _suite(one: Checked) -> list[str]:
    cases = [line for finding in one.findings for line in _case(one, finding)]
    if one.problem:
        said, what = f"{_text(one.problem)}\nfix: {one.problem.fix}", "error" if one.problem.exit_code else "skipped"
        name = "no-answer" if what == "error" else "left to Argo CD"
        body = f"<{what} message={_quoted(_text(one.problem))}>{_escaped(said)}</{what}>"
        cases = [
            f"    <testcase classname={_quoted(one.app)} name={_quoted(name)}>",
            f"      {body}",
            "    </testcase>",
        ]
    elif not one.findings:
        cases = [f"    <testcase classname={_quoted(one.app)} name={_quoted('no findings')}/>"]
    failures = sum(_fails(finding) for finding in one.findings)
    errors = 1 if one.problem and one.problem.exit_code else 0
    numbers = f'tests="{len(one.findings) or 1}" failures="{failures}" errors="{errors}"'
    return [f"  <testsuite name={_quoted(one.title)} {numbers}>", *_judged(one), *cases, "  </testsuite>"]


def _judged(one: Checked) -> list[str]:
    """Return by which Argo CD an application is judged, as a property of its suite; nothing where it has no objects."""
    if one.problem or not one.objects:
        return []
    said = _quoted(f"{one.judge.version} ({one.judge.origin})")
    return ["    <properties>", f'      <property name="argocd" value={said}/>', "    </properties>"]


def _case(one: Checked, finding: Finding) -> list[str]:
    who = f"{finding.check} {finding.ref}" if finding.ref else finding.check
    place = finding.position
    file = f" file={_quoted(place.file)}" if place and place.file else ""
    line = f' line="{place.line}"' if place and place.line else ""
    message = f"message={_quoted(finding.message)}"
    told = _escaped(f"{finding.message}\nfix: {finding.fix}")
    kind = f"failure {message} type={_quoted(finding.severity)}" if _fails(finding) else "system-out"
    return [
        f"    <testcase classname={_quoted(one.app)} name={_quoted(who)}{file}{line}>",
        f"      <{kind}>{told}</{kind.partition(' ')[0]}>",
        "    </testcase>",
    ]


def _fails(finding: Finding) -> bool:
    return finding.severity is not Severity.INFO


def _text(problem: object) -> str:
    return " ".join(str(problem).split())


def _quoted(text: str) -> str:
    return quoteattr(printable(text).replace("\n", " "))


def _escaped(text: str) -> str:
    return escape(printable(text))

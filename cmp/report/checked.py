"""What checks have found, for all formats: of one application, or of several and the repository that holds them."""

from collections.abc import Iterator

from cmp.argocd.judge import Judge
from cmp.errors import SwellError
from cmp.model import Finding, Position, Severity
from cmp.value import Value

FAILING = {"warning": (Severity.FATAL, Severity.ERROR, Severity.WARNING), "error": (Severity.FATAL, Severity.ERROR)}
"""The severities that make the exit code 1, by the least of them."""
NO_ANSWER = "no-answer"
"""The check that an application does not pass of which nothing can be told."""


class Checked(Value):
    """An application: its findings, each with its position where that is known, or the `problem` in their place.

    `judge` is by which Argo CD it is judged. `file` and `line` are where its Application stands, "" and 0 where a
    folder or a stream was named; `made_by` is the ApplicationSet there that makes it, "" if none does. The severities
    that are `failing` make the exit code 1.
    """

    app: str
    namespace: str = ""
    objects: int = 0
    findings: tuple[Finding, ...] = ()
    problem: SwellError | None = None
    judge: Judge = Judge()
    file: str = ""
    line: int = 0
    made_by: str = ""
    failing: tuple[Severity, ...] = FAILING["warning"]

    @property
    def title(self) -> str:
        """What the application is called in reports."""
        maker = f"{self.file}: {self.made_by} -> " if self.made_by else ""
        return f"{maker}{self.app} → {self.namespace}" if self.namespace else f"{maker}{self.app}"

    @property
    def status(self) -> int:
        """The exit code of this application by itself."""
        if self.problem:
            return self.problem.exit_code
        return 1 if any(finding.severity in self.failing for finding in self.findings) else 0

    @property
    def told(self) -> tuple[Finding, ...]:
        """The findings, and what is the problem as one of them, for formats that know nothing else."""
        if self.problem is None:
            return self.findings
        if not self.problem.exit_code:  # left to Argo CD
            return ()
        place = Position(file=self.file, line=self.line, column=1 if self.line else 0) if self.file else None
        unanswered = Finding(
            check=NO_ANSWER,
            severity=Severity.FATAL,
            ref=None,
            message=f"{self.app}: {self.problem}",
            fix=self.problem.fix,
            position=place,
        )
        return (unanswered,)


class CheckReport(Value):
    """The applications that were checked, and what is found of all of them together, None where only one was named."""

    applications: tuple[Checked, ...]
    together: Checked | None = None

    @property
    def every(self) -> tuple[Checked, ...]:
        """The applications, and behind them what is found of all together."""
        return (*self.applications, self.together) if self.together else self.applications

    @property
    def status(self) -> int:
        """The exit code of the whole: the worst."""
        return max((one.status for one in self.every), default=0)

    def failing(self, severities: tuple[Severity, ...]) -> "CheckReport":
        """Return the report whose exit code is 1 for findings of these severities."""
        applications = tuple(one.replace(failing=severities) for one in self.applications)
        together = self.together and self.together.replace(failing=severities)
        return self.replace(applications=applications, together=together)

    def findings(self) -> Iterator[tuple[Checked, Finding]]:
        """Yield all findings, each with its application."""
        for one in self.every:
            yield from ((one, finding) for finding in one.told)

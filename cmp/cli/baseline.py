"""`swell check --baseline`: takes accepted findings out of a report, or accepts those of today."""

from cmp.cli.output import note
from cmp.cli.write import write
from cmp.errors import RequestError
from cmp.report.baseline import accepted_in, without, written
from cmp.report.checked import CheckReport
from cmp.system.files import is_there, read_given
from cmp.text import count


def against(report: CheckReport, path: str, *, accepts: bool) -> CheckReport:
    """Return a report without what the baseline accepts; with `accepts` that is written anew from the report before.

    Raises:
        RequestError: there is no baseline, or none is named.
        SourceError: it can't be read or written.
    """
    if not path:
        if accepts:
            raise RequestError("--accept writes a baseline, and none is named", fix="say --baseline FILE --accept")
        return report
    if accepts:
        write(path, written(report))
    elif not is_there(path):
        raise RequestError(f"the baseline {path} does not exist", fix="add --accept, which writes it")
    accepted = accepted_in(read_given(path, shown=path), path=path)
    left = without(report, accepted)
    if taken := sum(1 for _ in report.findings()) - sum(1 for _ in left.findings()):
        note(f"swell: {count(taken, 'finding')} accepted by {path}")
    return left

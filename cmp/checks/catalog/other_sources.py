"""the Application has other sources, and what they hold is not judged here.

Argo CD joins the objects of all sources of an Application into one sync. Swell renders the one that has it as its
plugin, and knows none of the others: an object of theirs may be waited for, may wait, or may stand there twice.

Judge all of them together, as Argo CD has rendered them: `argocd app manifests NAME | swell plan -`.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.text import among, pasted

SEVERITY = Severity.INFO


def check(facts: Facts) -> Iterator[Finding]:
    """Find the sources that an Application has beside that with the plugin."""
    if others := facts.application.others:
        yield Finding(
            severity=SEVERITY,
            ref=None,
            message=f"the Application has other sources, and what they hold is not judged here: {among(others)}",
            fix=f"judge all of them together: argocd app manifests {pasted(facts.application.name)} | swell plan -",
        )

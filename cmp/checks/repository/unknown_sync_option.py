"""syncOptions of an Application name an option that Argo CD does not know.

Argo CD compares whole words, and passes over any other without a message: a wrong capital letter, or a value that is
none. `Force=true` is one of objects alone (`argocd.argoproj.io/sync-options`), where misplaced-annotation looks.
"""

from collections.abc import Iterator

from cmp.argocd.sync_options import OF_APPLICATIONS, OF_OBJECTS, known
from cmp.checks.repository.facts import RepositoryFacts
from cmp.model import Finding, Severity
from cmp.text import Speller

SEVERITY = Severity.WARNING
_VALID, _OF_OBJECTS = known(OF_APPLICATIONS), known(OF_OBJECTS)


def check(facts: RepositoryFacts) -> Iterator[Finding]:
    """Yield a finding for each such option."""
    speller = Speller()
    for one in facts.applications:
        for option in dict.fromkeys(one.options):
            if option not in _VALID:
                yield Finding(
                    severity=SEVERITY,
                    ref=one.ref,
                    message=f"syncOptions: Argo CD knows no {option!r} of an Application",
                    fix=_fix(option, speller),
                    position=one.position,
                )


def _fix(option: str, speller: Speller) -> str:
    if option in _OF_OBJECTS:
        return "it is one of objects: put it into their annotation argocd.argoproj.io/sync-options"
    close = speller.nearest(option, _VALID)
    return f"did you mean {close}?" if close else f"the options are {', '.join(OF_APPLICATIONS)}"

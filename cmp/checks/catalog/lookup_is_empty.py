"""a template asks the cluster by `lookup`, which finds nothing in Argo CD.

Argo CD renders a chart by `helm template`, without a cluster, and so does Swell: `lookup` returns an empty mapping each
time, whatever the cluster has. A chart that keeps a password which is there, and makes one only at the first install,
makes another one at each render. A condition on what the cluster has is never met.

Give the value from outside, by a Secret that the chart lets you name or a value in a values file. It is info, for it
is read from the template's text: the value that you gave may come before the call.
"""

import re
from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.INFO
_LOOKUP = re.compile(r"(?<![\w.$])lookup(?!\w)")


def check(facts: Facts) -> Iterator[Finding]:
    """Find the objects whose part of a template calls it, itself or in what it includes."""
    for manifest in facts.objects:
        if facts.templates.first_for(manifest, _LOOKUP):
            yield Finding(
                severity=SEVERITY,
                ref=manifest.ref,
                message="its template calls lookup, which finds nothing in Argo CD, whatever the cluster has",
                fix="give the value from outside: in a values file, or by a Secret that the chart lets you name",
            )

"""custom-resource-without-crd: an object of a kind that nobody is known to define.

Before anything is applied Argo CD asks the API server for each kind, and a sync with an unknown one fails as a whole.
Kinds that a CustomResourceDefinition of the same application defines are fine.

Where the cluster's API versions are known and lack the kind it is an error; else it is only said that a definition
has to be there. Install the definition first, or set the sync option `SkipDryRunOnMissingResource=true`, which Swell
does by itself unless `repairs: off` is set.
"""

from collections import defaultdict
from collections.abc import Iterator

from cmp.argo.applied import applied
from cmp.argo.kinds import BUILT_IN_GROUPS
from cmp.checks.facts import Facts
from cmp.model import Finding, Manifest, Severity

SEVERITY = Severity.INFO
_OPTION = "SkipDryRunOnMissingResource=true"
_PART_OF_ARGO_CD = ("argoproj.io", "Application"), ("argoproj.io", "ApplicationSet"), ("argoproj.io", "AppProject")
_DEFINITIONS = "apiextensions.k8s.io"


def check(facts: Facts) -> Iterator[Finding]:
    """Find kinds without a definition; the first object of each stands for all."""
    kinds: dict[str, list[Manifest]] = defaultdict(list)
    for manifest in facts.manifests:
        if _open(facts, manifest):
            kinds[f"{manifest.head.api_version}/{manifest.ref.kind}"].append(manifest)
    for kind, (first, *others) in kinds.items():
        known = bool(facts.api_versions)
        more = f", as of {len(others)} more" if others else ""
        yield Finding(
            check="custom-resource-without-crd",
            severity=Severity.ERROR if known else SEVERITY,
            ref=first.ref,
            message=(
                f"the cluster does not know {kind}{more}, and nothing here defines it: the sync fails at once"
                if known
                else f"nothing here defines {kind}{more}: without it in the cluster the sync fails at once"
            ),
            fix=f"install its definition first, or set the sync option {_OPTION}, with a rule (`syncOptions`)",
            fails=known,
        )


def _open(facts: Facts, manifest: Manifest) -> bool:
    ref = manifest.ref
    return (
        ref.group not in BUILT_IN_GROUPS
        and ref.group != _DEFINITIONS
        and (ref.group, ref.kind) not in _PART_OF_ARGO_CD
        and (ref.group, ref.kind) not in facts.defined
        and f"{manifest.head.api_version}/{ref.kind}" not in facts.api_versions
        and bool(applied(manifest))
        and not facts.has_option(manifest, _OPTION)
    )

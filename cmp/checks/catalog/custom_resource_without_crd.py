"""an object of a kind that no known CRD defines.

Before Argo CD applies anything, it asks the API server for each kind; if one is unknown, the whole sync fails. A kind
is known if a CustomResourceDefinition of the same application defines it, as long as that is applied and serves the
version in which the object is written: else the sync fails halfway.

It is an error where the cluster's API versions are known and lack the kind, and for a version of Kubernetes' own that
was removed (policy/v1beta1). Otherwise the finding only says that the cluster must have a CRD. Install the CRD
first. If something defines the kind during the sync, set the sync option
`SkipDryRunOnMissingResource=true`. Unless `repairs: off` is set, Swell does so by itself where an object here may
define the kind: an Application, or a controller with the right to create CRDs. Where an object here installs the
kind and the names show that, as a Subscription for `kubevirt-hyperconverged` does for `hco.kubevirt.io`, Swell also
puts the custom resource into a later wave. If the kind is still not defined then, the sync fails with half of it
applied.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cmp.argocd.api_versions import instead, kind_of, kubernetes_own, lacks
from cmp.argocd.crd import CRD, defined, served
from cmp.argocd.exclusions import applied
from cmp.checks.facts import Facts
from cmp.model import Finding, Manifest, Ref, Severity
from cmp.objects.crd_installers import CrdInstallers

SEVERITY = Severity.INFO
_OPTION = "SkipDryRunOnMissingResource=true"
_PART_OF_ARGO_CD = ("argoproj.io", "Application"), ("argoproj.io", "ApplicationSet"), ("argoproj.io", "AppProject")
_INSTALL = f"install its CRD first; if something defines it during the sync, set the sync option {_OPTION}"


class _Told(NamedTuple):
    """The problem with a kind, in words about `{kind}`, its fix, and whether every sync fails with it."""

    message: str
    fix: str
    fails: bool = True
    severity: Severity = SEVERITY


def check(facts: Facts) -> Iterator[Finding]:
    """Find kinds without a CRD; the first object of each kind is reported for all."""
    crds = _Crds(facts)
    kinds: dict[tuple[str, _Told], list[Manifest]] = defaultdict(list)
    for manifest in facts.written:
        if applied(manifest) and (told := crds.lacking(manifest)):
            kinds[kind_of(manifest), told].append(manifest)
    for (kind, told), (first, *others) in kinds.items():
        more = f", as of {len(others)} more" if others else ""
        yield Finding(
            severity=Severity.ERROR if told.fails else told.severity,
            ref=first.ref,
            message=told.message.replace("{kind}", f"{kind}{more}", 1),  # names that follow may have braces
            fix=told.fix,
            fails=told.fails,
        )


class _Crds:
    """The CustomResourceDefinitions of a stream, by the kinds that they define."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._definers = facts.objects.index.made(CrdInstallers)
        self._here: dict[tuple[str, str], list[Manifest]] = defaultdict(list)
        for manifest in facts.objects.by_kind.get(CRD, ()):
            if kind := defined(manifest):
                self._here[kind].append(manifest)

    def lacking(self, manifest: Manifest) -> _Told | None:
        """Return why the cluster may refuse an object because of its kind; None if it accepts the kind."""
        kind = manifest.ref.group_kind
        here = self._here.get(kind, ())
        if there := [one for one in here if applied(one)]:
            return _unserved(manifest, there)
        if kind in _PART_OF_ARGO_CD:
            return None
        if kubernetes_own(manifest):
            return self._gone(manifest)
        if kind_of(manifest) in self._facts.api_versions or self._facts.has_option(manifest, _OPTION):
            return None
        return self._undefined(manifest, f"{here[0].ref} here is never applied" if here else "")

    def _undefined(self, manifest: Manifest, never: str) -> _Told:
        told = None
        if not never and self._facts.api_versions:
            told = self._awaited(manifest, self._definers.of(manifest))
        elif not never:
            told = self._perhaps(manifest, self._definers.related.get(manifest.ref))
        return told or self._unknown(never or "nothing here defines it")

    def _unknown(self, why: str) -> _Told:
        if not self._facts.api_versions:
            message = f"{{kind}}: {why}; without a CRD in the cluster the sync fails"
            return _Told(message, _INSTALL, fails=False)
        return _Told(f"the cluster does not know {{kind}}, and {why}: the sync fails", _INSTALL)

    def _awaited(self, manifest: Manifest, definer: Ref | None) -> _Told | None:
        """Return the problem where the cluster lacks the kind and an object here may define it."""
        if definer is None:
            return None
        if not self._dry_run(manifest):
            return _Told(
                f"the cluster does not know {{kind}}: the sync fails halfway unless {definer} defines it in time",
                f"install its CRD first, or put it into a wave after {definer}",
                fails=False,
            )
        return _Told(
            f"the cluster does not know {{kind}}: the sync is refused before {definer} can define it",
            f"set the sync option {_OPTION}, and put it into a wave after {definer}",
        )

    def _perhaps(self, manifest: Manifest, installer: Ref | None) -> _Told | None:
        """Return the problem where the cluster may lack the kind and an object here may define it."""
        if installer is None or not self._dry_run(manifest):
            return None
        return _Told(
            f"{{kind}}: {installer} installs it; where it has not done so before, the sync is refused as a whole",
            f"set the sync option {_OPTION}, and put it into a wave after {installer}",
            fails=False,
            severity=Severity.WARNING,
        )

    def _dry_run(self, manifest: Manifest) -> bool:
        """Tell whether Argo CD asks for the kind before it applies anything: no sync option skips that."""
        return not self._facts.has_option(self._facts.objects.by_ref.get(manifest.ref, manifest), _OPTION)

    def _gone(self, manifest: Manifest) -> _Told | None:
        known = self._facts.api_versions
        if not lacks(known, manifest):
            return None
        others = " or ".join(instead(known, manifest))
        return _Told("the cluster does not have {kind} any more: the sync fails at once", f"write it for {others}")


def _unserved(manifest: Manifest, crds: list[Manifest]) -> _Told | None:
    versions = tuple(served(one) for one in crds)
    own = manifest.head.api_version.rpartition("/")[2]
    if any(each is None or own in each for each in versions):
        return None
    return _Told(
        f"{{kind}}: {crds[0].ref} serves {_names(versions)}: the sync fails halfway",
        f"write the object in a version that is served, or let {crds[0].ref} serve {own}",
    )


@lru_cache(maxsize=64)
def _names(versions: tuple[frozenset[str] | None, ...]) -> str:
    return ", ".join(sorted(frozenset().union(*filter(None, versions)))) or "no version"

"""Objects that install other kinds: an operator's Subscription, a Provider, a HelmRelease, a ConstraintTemplate.

Some have a field that tells the kind. For the others the name tells it: `kubevirt-hyperconverged` installs kinds of
the group `hco.kubevirt.io`, since both contain kubevirt. Where names have no word in common, no kind is assumed.
"""

import re
from collections.abc import Iterator

from cmp.argocd.api_versions import kubernetes_own
from cmp.argocd.crd import CRD, defined
from cmp.manifests.fields import document, text, texts
from cmp.model import Manifest
from cmp.objects.index import Index
from cmp.objects.installer_kinds import EXACT, NAMED, TELLING

_Kind = tuple[str, str]

_ALIASES = {
    "argoproj": "gitops", "maistra": "servicemeshoperator", "monitoring": "prometheus", "opendatahub": "rhods",
    "sailoperator": "servicemeshoperator3", "strimzi": "amq", "tekton": "pipelines", "topolvm": "lvms",
}  # fmt: skip
"""Words of a group whose controller goes by another name."""
_EVERYWHERE = frozenset({
    "api", "app", "apps", "cloud", "cluster", "com", "config", "controller", "core", "coreos", "dev", "io", "k8s",
    "manager", "net", "networking", "openshift", "operator", "operators", "org", "provider", "sh", "upbound", "x",
})  # fmt: skip
_FLUX = ".toolkit.fluxcd.io"


def installed(index: Index) -> Iterator[tuple[Manifest, Manifest]]:
    """Yield each object that installs a kind with each object of that kind, except kinds that the stream defines."""
    installers = list(index.each(*TELLING))
    if not installers:
        return
    here = {defined(one) for one in index.each(CRD)}
    for kind, manifests in index.kinds.items():
        if kind not in here and not kubernetes_own(manifests[0]):
            for installer in installers:
                if _installs(installer, kind):
                    yield from ((installer, each) for each in manifests)


def _installs(installer: Manifest, kind: _Kind) -> bool:
    own = installer.ref.group_kind
    if own in EXACT:
        field, group, kinds = EXACT[own]
        body = document(installer)
        group = (text(body, field) if field else "") or group
        return kind[0] == group and any(kind[1] in texts(body, at) for at in kinds)
    if kind[0] == own[0] or (kind[0].endswith(_FLUX) and own[0].endswith(_FLUX)):
        return False
    said = [word for at in NAMED[own] for name in texts(document(installer), at) for word in _words(name)]
    return not _about(kind[0]).isdisjoint(said)


def _about(group: str) -> set[str]:
    """Return the words of an API group that identify its controller, with other names of the same controller."""
    words = {word for word in _words(group) if word not in _EVERYWHERE}
    return words | {_ALIASES[word] for word in words if word in _ALIASES}


def _words(name: str) -> list[str]:
    return re.findall("[a-z0-9]+", name.lower())

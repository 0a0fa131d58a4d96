"""Objects that install other kinds: an operator's Subscription, a Provider, a HelmRelease, a ConstraintTemplate.

Some have a field that tells the kind. For the others the name tells it: `kubevirt-hyperconverged` installs kinds of
the group `hco.kubevirt.io`, since both contain kubevirt. Where names have no word in common, no kind is assumed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

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
    exact, named = _exact(installers), _named(installers)
    for kind, manifests in index.kinds.items():
        if kind not in here and not kubernetes_own(manifests[0]):
            alike = (named.get(word, {}) for word in _about(kind[0]))
            found = [each for by_kind in alike for own, each in by_kind.items() if not _of_itself(own, kind)]
            for number in sorted({*exact.get(kind, ()), *chain.from_iterable(found)}):
                yield from ((installers[number], each) for each in manifests)


def _exact(installers: list[Manifest]) -> dict[_Kind, list[int]]:
    """Return the numbers of the installers with a field that tells the kind, by that kind."""
    found: dict[_Kind, list[int]] = defaultdict(list)
    for number, one in enumerate(installers):
        if one.ref.group_kind in EXACT:
            field, group, kinds = EXACT[one.ref.group_kind]
            body = document(one)
            group = (text(body, field) if field else "") or group
            for kind in {kind for at in kinds for kind in texts(body, at)}:
                found[group, kind].append(number)
    return found


def _named(installers: list[Manifest]) -> dict[str, dict[_Kind, list[int]]]:
    """Return the numbers of the other installers, by each word of their names and by their own kind."""
    found: dict[str, dict[_Kind, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, one in enumerate(installers):
        own = one.ref.group_kind
        if own not in EXACT:
            for word in {word for at in NAMED[own] for name in texts(document(one), at) for word in _words(name)}:
                found[word][own].append(number)
    return found


def _of_itself(own: _Kind, kind: _Kind) -> bool:
    """Tell whether a kind belongs to what installs, and is not installed."""
    return kind[0] == own[0] or (kind[0].endswith(_FLUX) and own[0].endswith(_FLUX))


def _about(group: str) -> set[str]:
    """Return the words of an API group that identify its controller, with other names of the same controller."""
    words = {word for word in _words(group) if word not in _EVERYWHERE}
    return words | {_ALIASES[word] for word in words if word in _ALIASES}


def _words(name: str) -> list[str]:
    return re.findall("[a-z0-9]+", name.lower())

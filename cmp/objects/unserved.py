"""Workloads of which no pod runs, although Argo CD calls them healthy.

A Deployment or StatefulSet of no replicas is healthy at once (gitops-engine/pkg/health/health_deployment.go of Argo CD
3.6.1), but what calls it gets no answer. What scales it is not always seen: where an object of the stream may do so,
nothing is said. A HorizontalPodAutoscaler does not: it leaves alone what has no replicas ("Implicit maintenance-mode
deactivation" in Kubernetes' documentation of it).
"""

import re

from cmp.argocd.crd import CRD
from cmp.manifests.fields import document, walk
from cmp.model import Manifest
from cmp.objects.index import Index
from cmp.value import Value

_AUTOSCALER = ("autoscaling", "HorizontalPodAutoscaler")
_COMMAND = re.compile(r"\bscale\b")  # a command, or a right to change the subresource
_TARGET = re.compile(r"(?:scaleTarget|target|workload)Ref\b")
_AT_WORK = re.compile(r"scal|sablier|wake", re.IGNORECASE)
"""What an annotation or label says that lets a controller of the cluster scale its object."""
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")


class _Scalers(Value):
    """What the objects of a stream may scale: everything, or what has one of some names."""

    everything: bool
    names: frozenset[str]


def unserved(index: Index, workload: Manifest) -> str:
    """Return why no pod of a workload runs although it is healthy; "" where one runs, or may."""
    if 0 not in walk(document(workload), "spec.replicas"):
        return ""
    return index.made(lambda it: _unserved(it, workload), key=(unserved, workload.ref))


def _unserved(index: Index, workload: Manifest) -> str:
    scalers = index.made(_scalers)
    keys = " ".join((*workload.head.annotations, *workload.head.labels))
    scaled = scalers.everything or workload.ref.name in scalers.names or _AT_WORK.search(keys)
    return "" if scaled else "spec.replicas is 0: no pod of it runs"


def _scalers(index: Index) -> _Scalers:
    """Return what the objects of a stream may scale, by the words of their texts."""
    texts = [
        one.text for kind, found in index.kinds.items() if kind not in (CRD, _AUTOSCALER) for one in found
    ]  # a CRD speaks of scaling, and does none
    return _Scalers(
        everything=any(_COMMAND.search(each) for each in texts),
        names=frozenset(name for each in texts if _TARGET.search(each) for name in _NAME.findall(each)),
    )

"""What pods may do on their node, where that is more than before: the Baseline of the Pod Security Standards.

Source: policy/check_*.go of k8s.io/pod-security-admission 0.37.0, and what its Restricted level forbids of root.
"""

from collections.abc import Iterator
from typing import Any

from cmp.manifests.fields import text, texts, walk
from cmp.model import Manifest, Severity
from cmp.objects.pods import pods
from cmp.review.dangers.pair import at
from cmp.review.model import Danger, Side, Sort
from cmp.text import among

_HOST = ("hostNetwork", "hostPID", "hostIPC")
_HARMLESS = frozenset({
    "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
    "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
})  # fmt: skip
"""Capabilities that Baseline allows."""


def dangers(old: Side, new: Side) -> Iterator[Danger]:
    """Yield the workloads whose pods may do more on their node than before."""
    for ref, manifest in sorted(new.by_ref.items()):
        before = old.by_ref.get(ref)
        past = set(_allowed(before)) if before else set()
        more = [one for one in dict.fromkeys(_allowed(manifest)) if one not in past]
        if more:
            yield Danger(
                sort=Sort.RIGHTS,
                severity=Severity.ERROR if any("privileged" in one for one in more) else Severity.WARNING,
                ref=ref,
                message=f"its pods get {among(more)}",
                fix="see that they need it; a namespace with Pod Security Baseline refuses such pods",
            )


def _allowed(manifest: Manifest) -> Iterator[str]:
    for pod in pods(manifest):
        yield from (key for key in _HOST if at(pod.spec, key) is True)
        yield from (f"hostPath {path}" for path in texts(pod.spec, "volumes[].hostPath.path"))
        for container in pod.containers:
            yield from _of_container(container, text(container, "name"))


def _of_container(container: Any, name: str) -> Iterator[str]:
    security = at(container, "securityContext")
    if at(security, "privileged") is True:
        yield f"privileged ({name})"
    if at(security, "runAsUser") == 0:
        yield f"root ({name})"
    for word in texts(security, "capabilities.add[]"):
        if word.removeprefix("CAP_") not in _HARMLESS:
            yield f"capability {word} ({name})"
    yield from (f"hostPort {port} ({name})" for port in walk(container, "ports[].hostPort") if port)

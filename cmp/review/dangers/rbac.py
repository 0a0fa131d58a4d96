"""Rights that are widened: rules of Roles that allow more than before, and bindings that are new.

Source for what a rule covers: pkg/registry/rbac/validation/policy_comparator.go of Kubernetes 1.37.0.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from cmp.manifests.fields import document, walk
from cmp.model import Manifest, Ref, Severity
from cmp.review.dangers.pair import at
from cmp.review.model import Danger, Side, Sort
from cmp.text import among

_GROUP = "rbac.authorization.k8s.io"
_ROLES = ((_GROUP, "Role"), (_GROUP, "ClusterRole"))
_BINDINGS = ((_GROUP, "RoleBinding"), (_GROUP, "ClusterRoleBinding"))
_GRAVE_VERBS = frozenset({"*", "escalate", "bind", "impersonate"})
_GRAVE_RESOURCES = frozenset({"*", "secrets", "pods/exec", "serviceaccounts/token", "nodes/proxy"})
_MOST = 4


class Right(NamedTuple):
    """One thing that a rule allows; `group` is "/" for a path that is no resource, `name` "" for all names."""

    verb: str
    group: str
    resource: str
    name: str

    def within(self, other: "Right") -> bool:
        """Tell whether another right allows all that this one does."""
        return (
            other.verb in ("*", self.verb)
            and other.group in ("*", self.group)
            and _covers(other.resource, self.resource, path=self.group == "/")
            and other.name in ("", self.name)
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.resource}{'.' if self.group not in ('', '/') else ''}{self.group.strip('/')}"


def dangers(old: Side, new: Side) -> Iterator[Danger]:
    """Yield the roles that allow more, and the bindings that bind more."""
    for ref, manifest in sorted(new.by_ref.items()):
        before = old.by_ref.get(ref)
        if ref.group_kind in _ROLES:
            yield from _role(ref, before, manifest)
        elif ref.group_kind in _BINDINGS:
            yield from _binding(ref, before, manifest)


def _role(ref: Ref, before: Manifest | None, after: Manifest) -> Iterator[Danger]:
    past = _rights(before) if before else []
    more = [right for right in _rights(after) if not any(right.within(other) for other in past)]
    grave = [right for right in more if _is_grave(right)]
    if more if before else grave:
        told = [str(right) for right in (grave or more)]
        rest = [f"{len(told) - _MOST} more"] if len(told) > _MOST else []
        yield _danger(
            ref,
            f"{'it allows more' if before else 'a new role allows'}: {among([*told[:_MOST], *rest])}",
            "see who is bound to it, and name the verbs and resources that are needed",
            grave=bool(grave),
        )


def _binding(ref: Ref, before: Manifest | None, after: Manifest) -> Iterator[Danger]:
    role = at(document(after), "roleRef.name")
    past = {_subject(one) for one in walk(document(before), "subjects[]")} if before else set()
    more = [one for one in map(_subject, walk(document(after), "subjects[]")) if one not in past]
    if more and (before or ref.kind == "ClusterRoleBinding"):
        yield _danger(
            ref,
            f"{'it binds' if before else 'a new binding gives'} {among(more)} {'too, to' if before else ''}"
            f"{' ' if before else 'the rights of '}{at(document(after), 'roleRef.kind')}/{role}".replace("  ", " "),
            "see that these are to have its rights",
            grave=role == "cluster-admin",
        )


def _danger(ref: Ref, message: str, fix: str, *, grave: bool) -> Danger:
    severity = Severity.ERROR if grave else Severity.WARNING
    return Danger(sort=Sort.RIGHTS, severity=severity, ref=ref, message=message, fix=fix)


def _rights(role: Manifest) -> list[Right]:
    found = []
    for rule in walk(document(role), "rules[]"):
        verbs, names = _texts(rule, "verbs"), _texts(rule, "resourceNames") or [""]
        found += [Right(*one) for one in product(verbs, _texts(rule, "apiGroups"), _texts(rule, "resources"), names)]
        found += [Right(verb, "/", path, "") for verb, path in product(verbs, _texts(rule, "nonResourceURLs"))]
    return found


def _texts(rule: Any, key: str) -> list[str]:
    return [one for one in walk(rule, f"{key}[]") if isinstance(one, str)]


def _covers(wide: str, narrow: str, *, path: bool) -> bool:
    """Tell whether a resource or path covers another one: `*/scale` all of that subresource, `/a/*` all below /a."""
    if wide in ("*", narrow):
        return True
    if path:
        return wide.endswith("*") and narrow.startswith(wide[:-1])
    return wide.startswith("*/") and narrow.endswith(wide[1:])


def _is_grave(right: Right) -> bool:
    return right.verb in _GRAVE_VERBS or (right.resource in _GRAVE_RESOURCES and right.group in ("", "*"))


def _subject(one: Any) -> str:
    parts = (at(one, "kind"), at(one, "namespace"), at(one, "name"))
    return "/".join(str(part) for part in parts if part)

"""Rights that are widened: rules of Roles that allow more than before, and bindings that are new."""

from collections.abc import Iterator
from heapq import nsmallest
from typing import Any

from cmp.manifests.fields import document, walk
from cmp.model import Manifest, Ref, Severity
from cmp.review.dangers.pair import at
from cmp.review.dangers.rights import PATH, Rule, TooManyError, beyond
from cmp.review.model import Danger, Side, Sort
from cmp.text import among

_GROUP = "rbac.authorization.k8s.io"
_ROLES = ((_GROUP, "Role"), (_GROUP, "ClusterRole"))
_BINDINGS = ((_GROUP, "RoleBinding"), (_GROUP, "ClusterRoleBinding"))
_MOST = 4


def dangers(old: Side, new: Side) -> Iterator[Danger]:
    """Yield the roles that allow more, and the bindings that bind more."""
    for ref, manifest in sorted(new.by_ref.items()):
        before = old.by_ref.get(ref)
        if ref.group_kind in _ROLES:
            yield from _role(ref, before, manifest)
        elif ref.group_kind in _BINDINGS:
            yield from _binding(ref, before, manifest)


def _role(ref: Ref, before: Manifest | None, after: Manifest) -> Iterator[Danger]:
    try:
        more = beyond(_rules(after), _rules(before) if before else [])
    except TooManyError:
        fix = "read its rules, or make several roles of it"
        yield _danger(ref, "its rules are too many to compare, and what they allow is not told", fix, grave=True)
        return
    grave = [rights for rights in more if rights.grave]
    if more if before else grave:
        found = grave or more
        first = nsmallest(_MOST, (right for rights in found for right in rights.first(_MOST)))
        told = [_shown(*(value for _, value in parts)) for _, parts in first]
        number = sum(rights.number for rights in found)
        rest = [f"{number - _MOST} more"] if number > _MOST else []
        yield _danger(
            ref,
            f"{'it allows more' if before else 'a new role allows'}: {among([*told, *rest])}",
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


def _rules(role: Manifest) -> list[Rule]:
    found = []
    for rule in walk(document(role), "rules[]"):
        verbs, names = _texts(rule, "verbs"), _texts(rule, "resourceNames") or ("",)
        found.append(Rule(verbs, _texts(rule, "apiGroups"), _texts(rule, "resources"), names))
        found.append(Rule(verbs, (PATH,), _texts(rule, "nonResourceURLs"), ("",)))
    return [rule for rule in found if all(rule)]


def _texts(rule: Any, key: str) -> tuple[str, ...]:
    return tuple(one for one in walk(rule, f"{key}[]") if isinstance(one, str))


def _shown(verb: str, group: str, resource: str, _: str) -> str:
    return f"{verb} {resource}{'.' if group not in ('', PATH) else ''}{group.strip('/')}"


def _subject(one: Any) -> str:
    parts = (at(one, "kind"), at(one, "namespace"), at(one, "name"))
    return "/".join(str(part) for part in parts if part)

"""a template makes a password, a certificate or a name anew at each render.

Argo CD renders an application again and again and compares: such an object is never in sync. Each sync gives it another
password, which those that have read the old one do not learn; with automated sync that goes on for ever. A name that is
made from the clock or by chance is worse: each sync prunes the object and creates another one.

It is told by the functions that the template calls (`randAlphaNum`, `genCA`, `now` and others). Whether the values of
this render come from them, `swell check --twice` proves: it renders twice, and says which keys differ. Hooks are left
alone, since Argo CD does not compare them.

Give the value from outside, by a Secret that the chart lets you name or a value in a values file. Name a Job after what
it runs (the image's tag), or make it a hook.
"""

from collections.abc import Iterator

from cmp.argocd.hooks import Role, role
from cmp.chart.volatile import VOLATILE
from cmp.checks.facts import Facts
from cmp.manifests.diff import differences
from cmp.manifests.fields import document
from cmp.model import Finding, Manifest, Severity

SEVERITY = Severity.ERROR
_MOST = 5
_CLOCK = "now"  # two renders of one second agree


def check(facts: Facts) -> Iterator[Finding]:
    """Find them: names, what was proved, and what may be so."""
    again = None if facts.again is None else facts.again.by_ref
    for manifest in facts.objects:
        if role(manifest.head.annotations) is Role.HOOK:
            continue
        calls = facts.templates.first_for(manifest, VOLATILE)
        name = facts.templates.first_in_name(manifest, VOLATILE)
        if name or (again is not None and manifest.ref not in again):
            yield _name(manifest, name or calls)
        elif again is not None and (paths := list(differences(document(manifest), document(again[manifest.ref])))):
            yield _proved(manifest, paths, calls)
        elif calls and (again is None or calls == _CLOCK):
            yield _possible(manifest, calls)


def _name(manifest: Manifest, call: str) -> Finding:
    return Finding(
        severity=SEVERITY,
        ref=manifest.ref,
        message=f"its name is another one at each render{_by(call)}: each sync prunes it and creates another one",
        fix="name it after its content, say the image's tag, or make it a hook",
    )


def _proved(manifest: Manifest, paths: list[str], call: str) -> Finding:
    keys = ", ".join(paths[:_MOST]) + (f" and {len(paths) - _MOST} more" if len(paths) > _MOST else "")
    return Finding(
        severity=SEVERITY,
        ref=manifest.ref,
        message=f"{keys}: another value at each render{_by(call)}, so that it is never in sync",
        fix="give the value from outside: in a values file, or by a Secret that the chart lets you name",
    )


def _possible(manifest: Manifest, call: str) -> Finding:
    return Finding(
        severity=Severity.INFO,
        ref=manifest.ref,
        message=f"its template calls {call}: it may be another one at each render, and never in sync",
        fix="swell check --twice tells whether it is; if so, give the value from outside",
    )


def _by(call: str) -> str:
    return f" (its template calls {call})" if call else ""

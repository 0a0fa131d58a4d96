"""The order of a sync as a table: phase by phase, wave by wave, in the order in which Argo CD applies kinds."""

from collections import defaultdict

from cmp.argo import names
from cmp.argo.classify import Role, delete_policies, hook_types, phases, role, wave
from cmp.argo.kinds import rank
from cmp.model import Decision, Manifest, Ref

_HEADINGS = ("phase", "wave", "object", "as", "because")
_OTHERS = 3  # of one kind in one wave, so many unchanged ones are named before they are counted


def table(manifests: tuple[Manifest, ...], decisions: tuple[Decision, ...]) -> str:
    """Return the table; objects that Argo CD never applies stand below it."""
    reasons: dict[Ref, dict[str, str]] = defaultdict(dict)
    for decision in decisions:
        reasons[decision.ref][decision.key] = decision.why
    rows = [
        _row(phase, number, members, reasons)
        for (phase, number), members in _steps(manifests)
        for members in _grouped(members, reasons)
    ]
    lines = _aligned([_HEADINGS, *_without_repeats(rows)])
    never = [
        f"never applied: {manifest.ref} ({_never(manifest)})"
        for manifest in manifests
        if not phases(manifest.head.annotations)
    ]
    return "\n".join([*lines, *never])


def _steps(manifests: tuple[Manifest, ...]) -> list[tuple[tuple[str, int], list[Manifest]]]:
    steps: dict[tuple[int, int], list[Manifest]] = defaultdict(list)
    order = ("PreSync", "Sync", "PostSync", "SyncFail")
    for manifest in manifests:
        for phase in phases(manifest.head.annotations):
            steps[order.index(phase), wave(manifest.head.annotations)].append(manifest)
    return [
        ((order[phase], number), sorted(steps[phase, number], key=lambda m: (rank(m.ref.kind), m.ref.name)))
        for phase, number in sorted(steps)
    ]


def _grouped(manifests: list[Manifest], reasons: dict[Ref, dict[str, str]]) -> list[list[Manifest]]:
    """Put objects of one kind that nobody changed into one row."""
    rows: dict[object, list[Manifest]] = {}
    for index, manifest in enumerate(manifests):
        plain = manifest.ref not in reasons and role(manifest.head.annotations) is Role.RESOURCE
        rows.setdefault((manifest.ref.kind, manifest.ref.group) if plain else index, []).append(manifest)
    return list(rows.values())


def _row(phase: str, number: int, members: list[Manifest], reasons: dict[Ref, dict[str, str]]) -> tuple[str, ...]:
    first = members[0]
    shown = ", ".join(manifest.ref.name for manifest in members[:_OTHERS])
    more = f" and {len(members) - _OTHERS} more" if len(members) > _OTHERS else ""
    why = reasons.get(first.ref, {})
    because = "; ".join(dict.fromkeys(why[key] for key in (names.HOOK, names.SYNC_WAVE, *sorted(why)) if key in why))
    return (phase, str(number), f"{first.ref.kind}/{shown}{more}", _as(first), because)


def _as(manifest: Manifest) -> str:
    annotations = manifest.head.annotations
    if role(annotations) is not Role.HOOK:
        return "object"
    return f"{','.join(hook_types(annotations))} hook, {','.join(delete_policies(annotations))}"


def _never(manifest: Manifest) -> str:
    annotations = manifest.head.annotations
    return annotations.get(names.HOOK) or f"helm.sh/hook: {annotations.get(names.HELM_HOOK, '')}"


def _without_repeats(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    shown, last = [], ("", "")
    for row in rows:
        phase = "" if row[0] == last[0] else row[0]
        shown.append((phase, "" if (row[0], row[1]) == last else row[1], *row[2:]))
        last = (row[0], row[1])
    return shown


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if index == 1 else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]

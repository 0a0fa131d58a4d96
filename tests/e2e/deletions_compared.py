"""How Argo CD really took applications down, laid beside what Swell says of it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import record
from compared import Name, plain
from random_deletions import Deleted
from random_pairs import KINDS
from stand import Stand


class Real(NamedTuple):
    """What Argo CD made and deleted, in the order in which it asked, and what is there in the end.

    `unseen` are hooks that it wanted to make once more: its cache did not have them yet. It then counts them as done,
    so that it neither waits for them nor deletes them.
    """

    made: list[tuple[str, Name]]
    deleted: list[tuple[str, Name]]
    unseen: set[Name]
    there: set[Name]


def real(stand: Stand, since: int) -> dict[str, Real]:
    """Return what was really done since so many bytes of the audit log."""
    known = {(version.rpartition("/")[0], plural): kind for version, plural, kind in stand.plane.kinds()}
    done: dict[str, tuple[list[tuple[str, Name]], ...]] = defaultdict(lambda: ([], [], []))
    for place, found in enumerate((record.made, record.deleted, record.made_twice)):
        for one in found(stand.plane.audit, since=since):
            name = Name(one.group, known[one.group, one.plural], one.namespace, one.name)
            done[_application(name)][place].append((one.asked, name))
    there: dict[str, set[Name]] = defaultdict(set)
    versions = {(version.rpartition("/")[0], kind): (version, plural) for version, plural, kind in stand.plane.kinds()}
    for (group, kind), (version, plural) in versions.items():
        if kind in KINDS:
            root = f"/apis/{version}" if group else f"/api/{version}"
            for one in stand.plane.api.get(f"{root}/{plural}")["items"]:
                metadata = one["metadata"]
                if metadata["name"].startswith(f"{kind.lower()}-down-"):
                    name = Name(group, kind, metadata.get("namespace", ""), metadata["name"])
                    there[_application(name)].add(name)
    return {
        app: Real(*done[app][:2], {name for _, name in done[app][2]}, there[app])
        for app in {*done.keys(), *there.keys()}
    }


def _application(name: Name) -> str:
    """Return the application of an object, whose name stands in the object's: `job-down-3-1`."""
    return "-".join(name.name.split("-")[1:3])


def differences(one: Deleted, real: Real) -> Iterator[str]:
    """Yield where the two part: hooks that are made, waves that go, in their order, and what stays."""
    told = one.told
    made = {plain(*ref) for step in told.steps if step.phase for ref in step.refs}
    if made != {name for _, name in real.made}:
        yield f"hooks told {sorted(made)}, real {real.made}"
    rest = list(dict.fromkeys(name for _, name in real.deleted))
    for step in told.steps:
        names = {plain(*ref) for ref in step.refs}
        if not step.phase:
            now, rest = rest[: len(names)], rest[len(names) :]
            if set(now) != names:
                yield f"{step.name} told {sorted(names)}, real {now}"
                return
    ended = {plain(*ref) for ref in told.ended}
    if set(rest) - real.unseen != ended - real.unseen:
        yield f"at the end told {sorted(ended)}, real {rest}"
    stays = {plain(*one.ref) for one in told.stays}
    if stays - real.unseen != real.there - real.unseen:
        yield f"stays told {sorted(stays)}, real {sorted(real.there)}"
    last = max((asked for asked, name in real.deleted if name not in ended), default="")
    after = {name for asked, name in real.made if asked > last}
    hooks = {plain(*ref) for step in told.steps if step.phase == "PostDelete" for ref in step.refs}
    if last and hooks != after:
        yield f"hooks after the deletion told {sorted(hooks)}, real {sorted(after)}"

"""Versions, and which of them Helm would take for what is asked."""

import difflib
from collections.abc import Iterable

from cmp.sources.pull.helm.semver_ranges import constraint
from cmp.sources.pull.helm.version import Version, version


def chosen(asked: str, versions: Iterable[str]) -> str | None:
    """Return the version that Helm would take: the very one, else the newest in the range."""
    there = list(versions)
    if asked in there:
        return asked
    fits = constraint(asked or "*")
    known = [(found, text) for text in there if (found := version(text))]
    return (
        max((one for one in known if fits(one[0])), key=lambda one: one[0], default=(None, None))[1] if fits else None
    )


def nearest(asked: str, versions: Iterable[str]) -> str:
    """Return the cure that names what there is instead."""
    there = sorted(
        filter(str.isprintable, set(versions)), key=lambda text: version(text) or Version(parts=(0, 0, 0)), reverse=True
    )
    near = difflib.get_close_matches(asked, there, n=3, cutoff=0.5) or there[:3]
    return f"the nearest are {', '.join(near)}" if near else ""

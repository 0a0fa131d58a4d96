"""The lines on which a swell.yaml names what an error may be about: a chart, a file, a list, a check."""

from collections.abc import Iterator

from msgspec import UNSET

from cmp import dialect
from cmp.config.extends import Link
from cmp.config.spec_rollout import Watch
from cmp.typed.parse import places, wheres

_Line = tuple[tuple[str, str], str]


def lines(link: Link, *, first_waiver: int) -> Iterator[_Line]:
    """Yield each line by the key and the word that stand there, paths as this repository writes them.

    Args:
        link: the file.
        first_waiver: the number of its first waiver among those of all files.
    """
    spec = link.spec
    for key, value in (("argocd", spec.argocd), ("syncWaveDelay", spec.sync_wave_delay)):
        if value is not UNSET:
            yield (key, ""), link.place(key)
    if spec.chart is not UNSET:
        yield ("chart", ""), link.place("chart")
    for path, line in zip(spec.manifests, link.lines("manifests", len(spec.manifests)), strict=True):
        yield ("manifests", link.of_its_root(path)), line
    yield from _watched(link)
    for key in ("lists", "checks"):
        yield from (((key, word), line) for word, line in places(link.node, key, shown=link.shown).items())
    for number, line in enumerate(link.lines("waivers", len(spec.waivers)), start=first_waiver):
        yield (f"waivers[{number}]", ""), line


def _watched(link: Link) -> Iterator[_Line]:
    watch = link.spec.rollout.watch
    for rollout in (value for key, value in dialect.pairs(link.node) if key.value == "rollout"):
        for entry, line in zip(watch, wheres(rollout, len(watch), shown=link.shown, key="watch"), strict=True):
            paths = entry.paths if isinstance(entry, Watch) else [entry]
            yield from ((("rollout.watch", link.of_its_root(path)), line) for path in paths)

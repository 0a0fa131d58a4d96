"""The labels, annotations and sync options that rules set; sync options are one annotation with a list."""

from collections.abc import Iterable, Iterator

from cmp.argocd.annotations import ARGO_PREFIX, SYNC_OPTIONS
from cmp.errors import ConfigError
from cmp.model import Decision, Place
from cmp.order.intent.subject import Subject

MOST = 500_000
"""Labels and annotations that all rules together set on all objects."""


def refuse_many(subjects: Iterable[Subject]) -> None:
    """Refuse rules that together set too much. Raises ConfigError where that is more than MOST."""
    rules = (placed.rule for subject in subjects for placed in subject.rules)
    if sum(len(rule.labels) + len(rule.annotations) + len(rule.sync_options) for rule in rules) > MOST:
        raise ConfigError(
            f"the rules set more than {MOST} labels, annotations and sync options on the objects",
            fix="match fewer objects, or set fewer of them",
        )


def decisions(subject: Subject) -> Iterator[Decision]:
    """Yield the metadata that the rules set on an object; of several values for one key, the last one wins.

    What the chart's author annotated for Argo CD stays, unless a rule overrides it. To a rule that the operator
    enforces the author is who rendered the object: what the application's own rules made of it does not stay.
    """
    manifest, rendered = subject.manifest, subject.rendered.head.annotations
    wanted: dict[tuple[Place, str], tuple[str | None, str]] = {}
    options: dict[str, tuple[str, bool, bool]] = {}
    who = ""
    for placed in subject.rules:
        rule, why = placed.rule, placed.source
        present = rendered if placed.binding else manifest.head.annotations
        for key, value in rule.annotations.items():
            if rule.override or not (key.startswith(ARGO_PREFIX) and key in present):
                wanted[Place.ANNOTATIONS, key] = (value, why)
                options = {} if key == SYNC_OPTIONS else options
        wanted |= {(Place.LABELS, key): (value, why) for key, value in rule.labels.items()}
        options |= {name(option): (option, rule.override, placed.binding) for option in rule.sync_options}
        who = why if rule.sync_options else who
        if not placed.binding:
            wanted = {at: said for at, said in wanted.items() if not subject.is_enforced(*at)}
            options = {} if subject.is_enforced(Place.ANNOTATIONS, SYNC_OPTIONS) else options
    if options:
        all_options = (Place.ANNOTATIONS, SYNC_OPTIONS)
        text = (wanted[all_options][0] if all_options in wanted else manifest.head.annotations.get(SYNC_OPTIONS)) or ""
        authors, present = _options(rendered.get(SYNC_OPTIONS) or ""), _options(text)
        for key, (option, override, binding) in options.items():
            foreign = binding and present.get(key) != authors.get(key)
            if override or foreign or key not in present:
                present[key] = option
        wanted[all_options] = (SEPARATOR.join(present.values()), who)
    for (place, key), (value, why) in wanted.items():
        if getattr(manifest.head, place).get(key) != value:
            yield Decision(ref=manifest.ref, place=place, key=key, value=value, why=why)


SEPARATOR = ","


def added(present: str, wanted: Iterable[str]) -> str:
    """Return a list of options, as "Prune=false,Replace=true", with others added; an option that is present stays.

    Two options are the same if the words before their `=` are.
    """
    options = _options(present)
    for option in wanted:
        options.setdefault(name(option), option)
    return SEPARATOR.join(options.values())


def _options(text: str) -> dict[str, str]:
    return {name(option): option for part in text.split(SEPARATOR) if (option := part.strip())}


def name(option: str) -> str:
    """Return the name of an option: the word before its `=`."""
    return option.partition("=")[0]

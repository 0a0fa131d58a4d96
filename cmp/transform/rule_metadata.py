"""Labels, annotations and sync options (one annotation with many words), as rules ask for them."""

from collections.abc import Iterable, Iterator

from cmp.argocd.annotations import ARGO_PREFIX, SYNC_OPTIONS
from cmp.model import Decision, Place
from cmp.order.intent.rules import Subject


def decisions(subject: Subject) -> Iterator[Decision]:
    """Yield what the rules set in an object's metadata; of several that set one key, the last one decides."""
    manifest = subject.manifest
    annotations = manifest.head.annotations
    wanted: dict[tuple[Place, str], tuple[str | None, str]] = {}
    options: dict[str, tuple[str, bool]] = {}
    who = ""
    for placed in subject.rules:
        rule, why = placed.rule, placed.source
        for key, value in rule.annotations.items():
            if rule.override or not (key.startswith(ARGO_PREFIX) and key in annotations):
                wanted[Place.ANNOTATIONS, key] = (value, why)
                options = {} if key == SYNC_OPTIONS else options
        wanted |= {(Place.LABELS, key): (value, why) for key, value in rule.labels.items()}
        options |= {name(option): (option, rule.override) for option in rule.sync_options}
        who = why if rule.sync_options else who
    if options:
        all_options = (Place.ANNOTATIONS, SYNC_OPTIONS)
        text = (wanted[all_options][0] if all_options in wanted else annotations.get(SYNC_OPTIONS)) or ""
        for option, override in options.values():
            text = added(text, [option], override=override)
        wanted[all_options] = (text, who)
    for (place, key), (value, why) in wanted.items():
        if getattr(manifest.head, place).get(key) != value:
            yield Decision(ref=manifest.ref, place=place, key=key, value=value, why=why)


SEPARATOR = ","


def added(present: str, wanted: Iterable[str], *, override: bool = False) -> str:
    """Return a list of options with others added; one that is there stays as it is unless overridden.

    Args:
        present: the annotation as it is: "Prune=false,Replace=true".
        wanted: options to add; one of the same name, before the `=`, is the same option.
        override: whether those replace what is there.
    """
    options = {name(option): option for part in present.split(SEPARATOR) if (option := part.strip())}
    for option in wanted:
        if override or name(option) not in options:
            options[name(option)] = option
    return SEPARATOR.join(options.values())


def name(option: str) -> str:
    """Return what an option is called: what stands before its `=`."""
    return option.partition("=")[0]

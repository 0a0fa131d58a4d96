"""Sync options: one annotation with many words, which several rules may add to."""

from collections.abc import Iterable

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

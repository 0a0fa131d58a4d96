"""Reading the files of `manifests` in swell.yaml, whose documents join the chart's before rules, order and checks."""

from cmp.config.resolved import Resolved
from cmp.system.files import MAX_BYTES, bytes_of, read


def documents(resolved: Resolved) -> str:
    """Return the stream of the files that `manifests` names, in its order, each with its path as Helm names a template.

    Raises:
        SourceError: a path or glob leads to no file, or out of the repository.
    """
    texts: list[str] = []
    together = bytes_of("the files of `manifests`", 2 * MAX_BYTES)
    for path in resolved.files.manifest_files():
        shown = resolved.resolver.shown(path)
        text = read(path, shown=shown)
        together.take(len(text))
        texts.append(f"---\n# Source: {shown}\n{text}\n")
    return "".join(texts)

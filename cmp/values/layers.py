"""The layers of values, lowest first. Helm gets each unchanged, so Helm alone reads numbers and nulls.

Only a newline at the end may be added (`cmp.helm.last_line`). The chart's own values.yaml lies beneath them all.
What the Application says lies above what swell.yaml says, and in each of the two the inline values lie above the
files, as in Argo CD's Helm source.
"""

import os

from cmp.system.files import bytes_of, has_entry, is_folder, read, read_given

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.budget import Budget
    from cmp.config.resolved import Resolved, ValuesFile
    from cmp.sources.paths import PathResolver
    from cmp.values.layer import Layer


def layers(resolved: "Resolved") -> "tuple[Layer, ...]":
    """Return the layers above the chart's defaults.

    Raises:
        SourceError: a file is missing, too large, outside the repository, or has several documents.
        ConfigError: a placeholder has no value, or a file sets what it may not.
        RequestError: a parameter that nothing uses.
    """
    config, resolver, together = resolved.config, resolved.resolver, bytes_of("the values files")
    found = [_file(file, resolver, together) for file in resolved.files.configured_files()]
    if config.values:
        from cmp import dialect

        found.append(_layer(name="values in swell.yaml", text=dialect.to_json(config.values)))
    found += [_file(file, resolver, together) for file in resolved.files.requested_files()]
    if text := resolved.requested_values:
        found.append(_alone(_layer(name="the parameter values", text=text)))
    found += [_alone(_given(path)) for path in resolved.local_files]
    return tuple(found)


def _allowed(layer: "Layer", allow: tuple[str, ...]) -> "Layer":
    """Return a layer that sets nothing but what it may; where no layer is bounded, nothing is imported for this."""
    from cmp.values.allowlist import refuse_others

    bounded = layer.replace(allow=allow)
    refuse_others(bounded, allow)
    return bounded


def _given(path: str) -> "Layer":
    """Return a layer of a file that the user names on the command line."""
    if not has_entry(path):
        from cmp.config.missing_file import missing_given

        raise missing_given(path)
    if is_folder(path):
        from cmp.config.missing_file import folder

        raise folder(os.path.relpath(path), path, where="-f")
    return _layer(name=path, path=path, text=read_given(path, shown=path))


def _alone(layer: "Layer") -> "Layer":
    """Return a layer of the user's, if it is one document."""
    from cmp.values.documents import refuse_several

    refuse_several(layer)
    return layer


def _file(file: "ValuesFile", resolver: "PathResolver", together: "Budget") -> "Layer":
    name, revision = resolver.named(file.path)
    layer = _layer(name=name, path=file.path, revision=revision)
    text = read(file.path, shown=f"the values file {layer.at()}")
    together.take(len(text))
    layer = _alone(layer.replace(text=text))
    return layer if file.allow is None else _allowed(layer, file.allow)


def _layer(name: str, text: str = "", *, path: str = "", revision: str = "") -> "Layer":
    from cmp.values.layer import Layer

    return Layer(name=name, text=text, path=path, revision=revision)

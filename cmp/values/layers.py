"""The layers of values, lowest first. Helm gets each unchanged, so Helm alone reads numbers and nulls.

Only a newline at the end may be added (`cmp.helm.last_line`). The chart's own values.yaml lies beneath them all.
What the Application says lies above what swell.yaml says, and in each of the two the inline values lie above the
files, as in Argo CD's Helm source.
"""

from cmp.request.placeholders import fill, mentions, refuse_unused
from cmp.system.files import read, read_given

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmp.config.model import Config
    from cmp.request.model import AppRequest
    from cmp.sources.paths import PathResolver
    from cmp.values.layer import Layer


def layers(request: "AppRequest", config: "Config", resolver: "PathResolver") -> "tuple[Layer, ...]":
    """Return the layers above the chart's defaults.

    Raises:
        SourceError: a file is missing, too large, outside the repository, or has several documents.
        ConfigError: a placeholder has no value, or a file sets what it may not.
        RequestError: a parameter that nothing uses.
    """
    written = [*(file.path for file in config.value_files), *request.value_files]
    refuse_unused(request, [*written, config.chart, *config.manifests, *config.rollout.paths])
    found: list[Layer] = []
    for file in config.value_files:
        files = _files(file.path, request, resolver, where=file.where, optional=file.optional)
        found += [layer if file.allow is None else _allowed(layer, file.allow) for layer in files]
    if request.text("environment") and not any(
        mentions(path, "environment") for path in [*written, config.chart, *config.manifests, *config.rollout.paths]
    ):
        from cmp.values.environments import file_of

        path = file_of(request.text("environment"), resolver)
        found.append(_file(path, resolver))
    if config.values:
        from cmp import dialect

        found.append(_layer(name="values in swell.yaml", text=dialect.to_json(config.values)))
    for pattern in request.value_files:
        found += _files(pattern, request, resolver, where="the parameter valueFiles")
    if text := request.text("values"):
        found.append(_alone(_layer(name="the parameter values", text=text)))
    found += [_alone(_layer(name=path, path=path, text=read_given(path, shown=path))) for path in request.local_files]
    return tuple(found)


def _allowed(layer: "Layer", allow: tuple[str, ...]) -> "Layer":
    """Return a layer that sets nothing but what it may; where no layer is bounded, nothing is imported for this."""
    from cmp.values.allowlist import refuse_others

    bounded = layer.replace(allow=allow)
    refuse_others(bounded, allow)
    return bounded


def _alone(layer: "Layer") -> "Layer":
    """Return a layer of the user's, if it is one document."""
    from cmp.values.documents import refuse_several

    refuse_several(layer)
    return layer


def _files(
    written: str, request: "AppRequest", resolver: "PathResolver", *, where: str, optional: bool = False
) -> "Iterator[Layer]":
    if mentions(written, "environment") and not request.text("environment"):
        from cmp.values.environments import among, demand

        demand(written, among(written, request, resolver))
    pattern = fill(written, request)
    paths = resolver.matching(pattern)
    if not paths and not optional and not request.ignore_missing:
        if mentions(written, "environment"):
            from cmp.values.environments import among, refuse

            refuse(request.text("environment"), among(written, request, resolver), asked=pattern)
        from cmp.values.missing_file import missing

        raise missing(pattern, resolver, where=where)
    yield from (_file(path, resolver) for path in paths)


def _file(path: str, resolver: "PathResolver") -> "Layer":
    name, revision = resolver.named(path)
    layer = _layer(name=name, path=path, revision=revision)
    return _alone(layer.replace(text=read(path, shown=f"the values file {layer.at()}")))


def _layer(name: str, text: str = "", *, path: str = "", revision: str = "") -> "Layer":
    from cmp.values.layer import Layer

    return Layer(name=name, text=text, path=path, revision=revision)

"""The steps of a render: request, configuration, sources, values, Helm, manifests, then their order and checks."""

from cmp.chart.quick_look import is_complete
from cmp.config.find import find, locate
from cmp.config.resolved import Resolved
from cmp.helm.call import HelmCall
from cmp.request.model import RELEASE, refuse_odd
from cmp.system.files import content
from cmp.value import Value
from cmp.values.layers import layers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from cmp.config.model import Config, Limits
    from cmp.model import Manifest
    from cmp.request.model import AppRequest
    from cmp.sources.declaration import SourceSession
    from cmp.sources.paths import PathResolver
    from cmp.transform.result import Arranged, Surroundings
    from cmp.values.layer import Layer
    from cmp.values.render_values import RenderValues

    Render = Callable[[HelmCall], AbstractContextManager[Iterable[str]]]


class Inputs(Resolved):
    """The inputs of a render before Helm is called; `chart` is the complete chart's folder, "" if there is none."""

    chart: str
    layers: "tuple[Layer, ...]"


class Build(Value):
    """The result of a render: its inputs, and the arranged manifests."""

    inputs: Inputs
    arranged: "Arranged"


def _unlimited(_: "Limits") -> None:
    """Keep no limit of time: the default of `build`, for those who have no deadline."""


def build(
    request: "AppRequest",
    *,
    render: "Render",
    session: "Callable[[], SourceSession] | None" = None,
    limited: "Callable[[Limits], None]" = _unlimited,
    stream: str | None = None,
    untouched: bool = False,
) -> Build:
    """Return the build of an application: rendered and put in order.

    Args:
        request: the application and its parameters.
        render: starts Helm, and returns a context manager that gives the output in chunks.
        session: returns the session that opens sources.
        limited: told the policy's limits before all work but Helm's, which keeps them itself.
        stream: documents that were rendered already, instead of a chart.
        untouched: whether the stream is left in its own order.

    Raises:
        SwellError: the render failed, for one of the reasons in `cmp.errors`.
    """
    if stream is not None:
        inputs = _inputs(survey(request, session=session))
        limited(inputs.config.limits)
        return _as_it_is(inputs, stream) if untouched else _arranged(inputs, stream, "")
    inputs = gather(request, render=render, session=session)
    if not inputs.chart:
        limited(inputs.config.limits)
        return _arranged(inputs, "", _own(inputs))
    with render(helm_call(inputs)) as rendered:
        import cmp.render.stages  # noqa: F401  (while Helm runs)

        own = _own(inputs)
        return _arranged(inputs, rendered, own)


def _own(inputs: Inputs) -> str:
    """Return the stream of the user's own documents, from the files that `manifests` names."""
    from cmp.render.extra_manifests import documents

    return documents(inputs)


def _arranged(inputs: Inputs, printed: "str | Iterable[str]", own: str) -> Build:
    """Put Helm's manifests in order, with the user's own documents after them."""
    from cmp.render.stages import arrange

    manifests = _split(inputs, printed, own)
    around = {"surroundings": _surroundings(inputs)} if inputs.config.rollout.asked else {}
    arranged = arrange(manifests, inputs.config, request=inputs.request, values=render_values(inputs), **around)
    if inputs.config.limits.source:
        from cmp.render.limits import refuse_large

        refuse_large(arranged.manifests, inputs.config.limits)
    return Build(inputs=inputs, arranged=arranged)


def _surroundings(inputs: Inputs) -> "Surroundings":
    """Return what files outside the manifests say about restarts of pods: changed watched files, volatile templates."""
    from cmp.chart.volatile import VolatileTemplates
    from cmp.render.watched_files import watched
    from cmp.transform.result import Surroundings

    files = tuple(watched(inputs))
    values = render_values(inputs)
    return Surroundings(volatile=VolatileTemplates(values.chart.templates if values else {}), watched=files)


def render_values(inputs: Inputs) -> "RenderValues | None":
    """Return the values of a render, None where there is no chart."""
    if not inputs.chart:
        return None
    from cmp.values.render_values import RenderValues

    return RenderValues(
        request=inputs.request,
        config=inputs.config,
        resolver=inputs.resolver,
        folder=inputs.chart,
        layers=inputs.layers,
    )


def _as_it_is(inputs: Inputs, stream: str) -> Build:
    from cmp.render.stages import untouched

    return Build(inputs=inputs, arranged=untouched(_split(inputs, stream), inputs.config, request=inputs.request))


def _split(inputs: Inputs, *streams: "str | Iterable[str]") -> "tuple[Manifest, ...]":
    """Return the manifests of all streams in sequence, within the limits of the policy."""
    from cmp.manifests.split import split

    limits, namespace = inputs.config.limits, inputs.request.namespace
    if not limits.source:
        return tuple(manifest for stream in streams for manifest in split(stream, namespace=namespace))
    from cmp.render.limits import Meter, refuse_many

    meter = Meter(limits)
    found = [manifest for stream in streams for manifest in split(meter.through(stream), namespace=namespace)]
    refuse_many(found, limits)
    return tuple(found)


def survey(request: "AppRequest", *, session: "Callable[[], SourceSession] | None" = None) -> Resolved:
    """Return a request under its configuration."""
    resolver = locate(request).replace(session=session)
    config = configuration(request, resolver)
    return Resolved(request=request, config=config, resolver=resolver.replace(sources=config.sources))


def gather(request: "AppRequest", *, render: "Render", session: "Callable[[], SourceSession] | None" = None) -> Inputs:
    """Find the configuration, the chart and the values of a request; Helm renders where only it knows a list."""
    resolved = survey(request, session=session)
    chart, config = resolved.chart_folder(), resolved.config
    if chart and not is_complete(chart):
        from cmp.chart.complete import complete

        chart, resolver = complete(chart, config, resolved.resolver)
        resolved = resolved.replace(resolver=resolver)
    if chart and config.allow is not None:
        from cmp.chart.schema_references import refuse_elsewhere

        refuse_elsewhere(chart, config, resolved.resolver)
    inputs = _inputs(resolved, chart=chart, layers=layers(resolved))
    values = render_values(inputs) if config.lists else None
    if not values:
        return inputs
    from cmp.render.merged_lists import list_layer

    return inputs.replace(layers=(*inputs.layers, list_layer(values, helm_call(inputs), render=render)))


def _inputs(resolved: Resolved, *, chart: str = "", layers: "tuple[Layer, ...]" = ()) -> Inputs:
    return Inputs(
        request=resolved.request, config=resolved.config, resolver=resolved.resolver, chart=chart, layers=layers
    )


def configuration(request: "AppRequest", resolver: "PathResolver") -> "Config":
    """Return the application's configuration, under the operator's policy where there is one."""
    if request.policy:
        from cmp.config.policy_merge import laid_under
        from cmp.render.policy import policy_of

        policy = policy_of(request.policy)
        config = laid_under(lambda base: find(request, resolver, base=base), policy, project=request.project)
    else:
        config = find(request, resolver)
    return config.replace(argocd=request.argocd) if request.argocd else config


def helm_call(inputs: Inputs) -> HelmCall:
    """Return the call of Helm for the inputs."""
    config, resolver = inputs.config, inputs.resolver
    refuse_odd(inputs.release, RELEASE)  # an application without a chart may have a longer name
    return HelmCall(
        chart=inputs.chart,
        root=resolver.root_of(inputs.chart),
        helm=config.helm,
        release=inputs.release,
        namespace=inputs.namespace,
        kube_version=inputs.kube_version,
        api_versions=inputs.api_versions,
        layers=inputs.layers,
        assignments=(*inputs.set_texts, *inputs.assignments),
        set_files=tuple(_set_file(key, path, resolver) for key, path in inputs.set_files()),
        skip_crds=config.skip_crds,
        skip_tests=config.skip_tests,
        skip_schema_validation=config.skip_schema_validation,
        limits=config.limits,
    )


def _set_file(key: str, path: str, resolver: "PathResolver") -> tuple[str, str, bytes]:
    shown = resolver.shown(path)
    return key, shown, content(path, shown=shown)

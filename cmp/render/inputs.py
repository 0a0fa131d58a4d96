"""The inputs of a render: the configuration, the chart and the values of a request, and the call of Helm for them."""

from cmp.chart.quick_look import holds_git, is_complete
from cmp.config.find import find, locate
from cmp.config.resolved import Resolved, resolve
from cmp.errors import SourceError
from cmp.helm.call import HelmCall
from cmp.request.model import RELEASE, refuse_odd
from cmp.system.files import bytes_of, content
from cmp.values.layers import layers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from cmp.config.model import Config
    from cmp.request.model import AppRequest
    from cmp.sources.declaration import SourceSession
    from cmp.sources.paths import PathResolver
    from cmp.values.layer import Layer
    from cmp.values.render_values import RenderValues

    Render = Callable[[HelmCall], AbstractContextManager[Iterable[str]]]


class Inputs(Resolved):
    """The inputs of a render before Helm is called; `chart` is the complete chart's folder, "" if there is none."""

    chart: str
    layers: "tuple[Layer, ...]"


def survey(request: "AppRequest", *, session: "Callable[[], SourceSession] | None" = None) -> Resolved:
    """Return a request under its configuration."""
    resolver = locate(request).replace(session=session)
    config = configuration(request, resolver)
    return resolve(request, config, resolver.replace(sources=config.sources))


def gather(
    request: "AppRequest",
    *,
    render: "Render",
    session: "Callable[[], SourceSession] | None" = None,
    stream: str | None = None,
) -> Inputs:
    """Find the configuration, the chart and the values of a request; Helm renders where only it knows a list.

    With a `stream` of documents that were rendered already, there is neither chart nor values.
    """
    resolved = survey(request, session=session)
    if stream is not None:
        return Inputs.of(resolved, chart="", layers=())
    chart, config = resolved.files.chart_folder(), resolved.config
    if chart and (holds_git(chart) or not is_complete(chart)):
        from cmp.chart.complete import complete

        chart, resolver = complete(chart, config, resolved.resolver)
        resolved = resolved.replace(files=resolved.files.replace(resolver=resolver))
    if chart and config.allow is not None:
        from cmp.chart.schema_references import refuse_elsewhere

        refuse_elsewhere(chart, config, resolved.resolver)
    inputs = Inputs.of(resolved, chart=chart, layers=layers(resolved))
    values = render_values(inputs) if config.lists else None
    if not values:
        return inputs
    from cmp.render.merged_lists import list_layer

    return inputs.replace(layers=(*inputs.layers, list_layer(values, helm_call(inputs), render=render)))


def configuration(request: "AppRequest", resolver: "PathResolver") -> "Config":
    """Return the application's configuration, under the operator's policy where there is one."""
    if request.policy:
        from cmp.config.policy_merge import laid_under
        from cmp.render.policy import policy_of

        policy = policy_of(request.policy)
        return laid_under(lambda base: find(request, resolver, base=base), policy, project=request.project)
    return find(request, resolver)


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
        kube_version=config.kube_version,
        api_versions=config.api_versions,
        layers=inputs.layers,
        assignments=(*inputs.set_texts, *inputs.assignments),
        set_files=_set_files(inputs),
        skip_crds=config.skip_crds,
        skip_tests=config.skip_tests,
        skip_schema_validation=config.skip_schema_validation,
        limits=config.limits,
    )


def _set_files(inputs: Inputs) -> tuple[tuple[str, str, bytes], ...]:
    together, found = bytes_of("the files of fileParameters"), []
    for key, path in inputs.files.set_files():
        shown = inputs.resolver.shown(path)
        held = content(path, shown=shown)
        together.take(len(held))
        found.append((key, shown, held))
    return tuple(found)


def render_values(inputs: Inputs) -> "RenderValues | None":
    """Return the values of a render, None where there is no chart."""
    if not inputs.chart:
        return None
    from cmp.values.render_values import RenderValues

    return RenderValues.of(inputs, folder=inputs.chart, layers=inputs.layers)


def chart_values(inputs: Inputs) -> "RenderValues":
    """Return the values of a render.

    Raises:
        SourceError: there is no chart.
    """
    if values := render_values(inputs):
        return values
    raise SourceError(
        "there is no chart, and so there are no values",
        where=inputs.resolver.shown(inputs.resolver.folder),
        fix="name a folder with a Chart.yaml, or a swell.yaml with `chart:`",
    )

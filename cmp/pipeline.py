"""The way of the data: request, config, sources, values, helm, manifests, and then order to findings (arrange)."""

from cmp.config.find import find
from cmp.helm.call import HelmCall, assignment
from cmp.sources.chart import chart_folder
from cmp.sources.places import locate
from cmp.value import Value
from cmp.values.layer import Layer
from cmp.values.layers import layers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cmp.arrange import Arranged
    from cmp.config.model import Config
    from cmp.request import AppRequest
    from cmp.sources.places import Places

    Render = Callable[[HelmCall], Callable[[], str]]


class Inputs(Value):
    """All that is known before Helm is called; `chart` is the chart's folder, "" if there is none."""

    request: "AppRequest"
    places: "Places"
    config: "Config"
    chart: str
    layers: tuple[Layer, ...]


class Build(Value):
    """What came of a request."""

    inputs: Inputs
    arranged: "Arranged"


def build(request: "AppRequest", *, render: "Render", stream: str | None = None) -> Build:
    """Render an application and put it in order.

    Args:
        request: what is asked for.
        render: starts Helm and returns the function that waits for its output.
        stream: documents that were rendered already, instead of a chart.

    Raises:
        SwellError: there is no answer, for one of the reasons in `cmp.errors`.
    """
    if stream is None:
        inputs = gather(request)
        rendered = render(helm_call(inputs)) if inputs.chart else str
    else:
        places = locate(request)
        inputs = Inputs(request=request, places=places, config=find(request, places), chart="", layers=())
        rendered = stream.__str__

    from cmp.arrange import arrange  # while Helm runs
    from cmp.manifests.split import split
    from cmp.sources.documents import documents

    more = documents(request, inputs.config, inputs.places) if stream is None else ""
    manifests = split(rendered(), namespace=request.namespace) + split(more, namespace=request.namespace)
    return Build(inputs=inputs, arranged=arrange(manifests, inputs.config, request=request))


def gather(request: "AppRequest") -> Inputs:
    """Find the configuration, the chart and the values that a request means."""
    places = locate(request)
    config = find(request, places)
    chart = chart_folder(request, config, places)
    found = layers(request, config, places, chart=chart)
    return Inputs(request=request, places=places, config=config, chart=chart, layers=found)


def helm_call(inputs: Inputs) -> HelmCall:
    """Return the call of Helm for what was gathered."""
    request, config = inputs.request, inputs.config
    return HelmCall(
        chart=inputs.chart,
        root=inputs.places.root,
        release=request.release,
        namespace=request.namespace,
        kube_version=config.kube_version or request.kube_version,
        api_versions=config.api_versions or request.api_versions,
        layers=inputs.layers,
        assignments=(*(assignment(key, value) for key, value in request.set_values), *request.assignments),
        set_files=tuple((key, inputs.places.resolve(path)) for key, path in request.set_files),
        skip_crds=config.skip_crds,
        skip_tests=config.skip_tests,
        skip_schema_validation=config.skip_schema_validation,
    )

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
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from cmp.config.model import Config
    from cmp.model import Arranged
    from cmp.request import AppRequest
    from cmp.sources.places import Places

    Render = Callable[[HelmCall], AbstractContextManager[Iterable[str]]]


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
        render: starts Helm; in a `with`, what it returns gives the output in chunks.
        stream: documents that were rendered already, instead of a chart.

    Raises:
        SwellError: there is no answer, for one of the reasons in `cmp.errors`.
    """
    if stream is not None:
        places = locate(request)
        inputs = Inputs(request=request, places=places, config=find(request, places), chart="", layers=())
        return _arranged(inputs, stream, "")
    inputs = gather(request)
    if not inputs.chart:
        return _arranged(inputs, "", _own(inputs))
    with render(helm_call(inputs)) as rendered:
        import cmp.arrange  # noqa: F401  (while Helm runs)

        own = _own(inputs)
        return _arranged(inputs, rendered, own)


def _own(inputs: Inputs) -> str:
    """Return the stream of the documents that `manifests` names."""
    from cmp.sources.documents import documents

    return documents(inputs.request, inputs.config, inputs.places)


def _arranged(inputs: Inputs, printed: "str | Iterable[str]", own: str) -> Build:
    """Put in order what was printed, and the user's own documents behind it."""
    from cmp.arrange import arrange
    from cmp.manifests.split import split

    request = inputs.request
    manifests = split(printed, namespace=request.namespace) + split(own, namespace=request.namespace)
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

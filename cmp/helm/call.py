"""A call of `helm template`, and its arguments in the order in which Argo CD's native Helm source gives them.

Source: util/helm/cmd.go of Argo CD 3.6.1, `template`. Values are joined to their flags, and a release's name
begins with no dash, so that none is ever taken for a flag.
"""

from cmp.config.model import Limits
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmp.values.layer import Layer


class HelmCall(Value):
    """What Helm is asked for: `chart` is an absolute path below `root`, the layers lie lowest first.

    `helm` is the version that was asked for.
    `assignments` are what `--set` takes; `set_files` are a key, the file's name in messages, and its content.
    """

    chart: str
    root: str
    release: str
    namespace: str = ""
    kube_version: str = ""
    api_versions: tuple[str, ...] = ()
    layers: "tuple[Layer, ...]" = ()
    assignments: tuple[str, ...] = ()
    set_files: tuple[tuple[str, str, bytes], ...] = ()
    skip_crds: bool = False
    skip_tests: bool = False
    skip_schema_validation: bool = False
    limits: Limits = Limits()
    helm: str = ""


def template_arguments(call: HelmCall, files: "Sequence[str]", set_files: "Sequence[str]") -> tuple[str, ...]:
    """Return the arguments after the program's name; `files` are where the layers' texts lie, `set_files` the others.

    The release is no `--name-template`, since that is a template which may ask for any variable. Helm takes white space
    off the ends of a chart's path (LocateChart in pkg/action/install.go), so that a slash ends it.
    """
    return ("template", call.release, f"{call.chart}/", *_flags(call, files, set_files))


def _flags(call: HelmCall, files: "Sequence[str]", set_files: "Sequence[str]") -> "Iterator[str]":
    if call.namespace:
        yield f"--namespace={call.namespace}"
    if call.kube_version:
        yield f"--kube-version={call.kube_version}"
    yield from (f"--set={one}" for one in call.assignments)
    yield from (f"--set-file={key}={path}" for (key, _, _), path in zip(call.set_files, set_files, strict=True))
    yield from (f"--values={path}" for path in files)
    yield from (f"--api-versions={version}" for version in call.api_versions)
    if not call.skip_crds:
        yield "--include-crds"
    if call.skip_schema_validation:
        yield "--skip-schema-validation"
    if call.skip_tests:
        yield "--skip-tests"

"""A call of `helm template`, and its arguments in the order in which Argo CD's native Helm source gives them.

Source: util/helm/cmd.go of Argo CD 3.5.1, `template`. Values are joined to their flags, so that none is ever taken
for a flag.
"""

from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmp.values.layers import Layer


class HelmCall(Value):
    """What Helm is asked for: `chart` is an absolute path, the layers lie lowest first.

    `set_values` and `set_files` are pairs for `--set` and `--set-file`: key and value, key and absolute path.
    """

    chart: str
    release: str
    namespace: str = ""
    kube_version: str = ""
    api_versions: tuple[str, ...] = ()
    layers: "tuple[Layer, ...]" = ()
    set_values: tuple[tuple[str, str], ...] = ()
    set_files: tuple[tuple[str, str], ...] = ()
    skip_crds: bool = False
    skip_tests: bool = False
    skip_schema_validation: bool = False


def template_arguments(call: HelmCall, files: "Sequence[str]") -> tuple[str, ...]:
    """Return the arguments after the program's name; `files` are where the layers' texts lie."""
    return ("template", call.chart, f"--name-template={call.release}", *_flags(call, files))


def _flags(call: HelmCall, files: "Sequence[str]") -> "Iterator[str]":
    if call.namespace:
        yield f"--namespace={call.namespace}"
    if call.kube_version:
        yield f"--kube-version={call.kube_version}"
    yield from (f"--set={key}={_clean(value)}" for key, value in call.set_values)
    yield from (f"--set-file={key}={_clean(path)}" for key, path in call.set_files)
    yield from (f"--values={path}" for path in files)
    yield from (f"--api-versions={version}" for version in call.api_versions)
    if not call.skip_crds:
        yield "--include-crds"
    if call.skip_schema_validation:
        yield "--skip-schema-validation"
    if call.skip_tests:
        yield "--skip-tests"


def _clean(value: str) -> str:
    """Escape commas, which Helm would take for the next assignment, but not in a `{list}` (cleanSetParameters)."""
    if value.startswith("{") and value.endswith("}"):
        return value
    return value.replace("\\,", ",").replace(",", "\\,")

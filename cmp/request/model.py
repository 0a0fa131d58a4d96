"""What is asked for: an application, its namespace and its parameters, read from the environment that Argo CD sets.

Argo CD's variables: getPluginEnvs in reposerver/repository/repository.go and ApplicationSourcePluginParameters.Environ
of Argo CD 3.5.1. The call for parameter announcements gets fewer of them (populatePluginAppDetails), so each may lack.
"""

from cmp.errors import RequestError
from cmp.request.parameters import SHAPES, given, word_of
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("app", "namespace", "project")  # placeholders that Argo CD fills, beside the parameters


class AppRequest(Value):
    """One application to render, wherever the words came from.

    `folder` is the application's folder (absolute) and `source_path` what Argo CD calls it below the repository's
    root, None on a laptop. `texts` holds every parameter that is a plain text, those of the author's own included:
    they serve as placeholders in paths. What a person gave on a command line is in
    `local_files` (absolute paths) and `assignments` (as `--set` takes them). `sync_options` are the Application's, None
    where nobody showed it; `managed_namespace` tells that it has labels or annotations for its namespace. `policy` is
    the path of the operator's policy, "" if there is none.
    """

    folder: str
    source_path: str | None = None
    app: str = ""
    namespace: str = ""
    project: str = ""
    kube_version: str = ""
    api_versions: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    value_files: tuple[str, ...] = ()
    set_values: tuple[tuple[str, str], ...] = ()
    assignments: tuple[str, ...] = ()
    local_files: tuple[str, ...] = ()
    set_files: tuple[tuple[str, str], ...] = ()
    ignore_missing: bool = False
    sync_options: tuple[str, ...] | None = None
    retries: bool | None = None
    managed_namespace: bool = False
    policy: str = ""

    def text(self, name: str) -> str:
        """Return a plain parameter, "" if it was not given."""
        return dict(self.texts).get(name, "")

    @property
    def release(self) -> str:
        """Helm's release name: the parameter `releaseName`, else the application's name."""
        return self.text("releaseName") or self.app


def from_environment(environ: "Mapping[str, str]", *, folder: str) -> AppRequest:
    """Read Argo CD's environment.

    Raises:
        RequestError: a parameter is of the wrong shape, or a name can't be a name.
    """
    parameters = given(environ)
    shaped = {name: shape(name, parameters.pop(name)) for name, shape in SHAPES.items() if name in parameters}
    texts = {name: value for name, value in shaped.items() if isinstance(value, str)}
    texts |= {name: word_of(name, parameter) for name, parameter in parameters.items()}
    request = AppRequest(
        folder=folder,
        source_path=environ.get("ARGOCD_APP_SOURCE_PATH"),
        # An application outside Argo CD's own namespace is called <namespace>_<name>; no name holds an underscore.
        app=environ.get("ARGOCD_APP_NAME", "").rpartition("_")[2] or folder.rstrip("/").rpartition("/")[2],
        namespace=environ.get("ARGOCD_APP_NAMESPACE", ""),
        project=environ.get("ARGOCD_APP_PROJECT_NAME", ""),
        kube_version=environ.get("KUBE_VERSION", ""),
        api_versions=tuple(filter(None, environ.get("KUBE_API_VERSIONS", "").split(","))),
        texts=tuple(sorted(texts.items())),
        value_files=shaped.get("valueFiles", ()),
        set_values=shaped.get("parameters", ()),
        set_files=shaped.get("fileParameters", ()),
        ignore_missing=shaped.get("ignoreMissingValueFiles", False),
        policy=environ.get("SWELL_POLICY", ""),
    )
    for what, name in (("release", request.release), ("namespace", request.namespace), ("application", request.app)):
        _refuse_flag(what, name)
    return request


def _refuse_flag(what: str, name: str) -> None:
    if name.startswith("-"):
        raise RequestError(f"the {what} {name!r} begins with '-', as only flags do", fix="choose another name")

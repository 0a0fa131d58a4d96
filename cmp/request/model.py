"""The request as a value: an application, its namespace and its parameters, read from Argo CD's environment.

Argo CD's variables: getPluginEnvs in reposerver/repository/repository.go and ApplicationSourcePluginParameters.Environ
of Argo CD 3.6.1. The call for parameter announcements gets fewer of them (populatePluginAppDetails), so each may lack.
"""

from cmp.errors import At, RequestError
from cmp.request.parameters import SHAPES, given, strangers, word_of
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_HERE = "the Application"
NAMES = ("app", "namespace", "project")  # placeholders that Argo CD fills, beside the parameters


class AppRequest(Value):
    """One application to render; the same value whether it comes from Argo CD, an Application or the command line.

    `folder` is the application's folder (absolute) and `source_path` its path below the repository's root as Argo CD
    names it, None on a laptop. `texts` holds every parameter that is a string, the author's own included: they serve
    as placeholders in paths. `local_files` and `config_file` (absolute paths, "" for none) and `assignments` (in the
    syntax of `--set`) come from the command line. `sync_options` are the Application's, `retries` tells whether Argo
    CD tries its syncs again, and `self_heal` whether it undoes changes in the cluster: each is None where the
    Application is unknown. `prunes` tells whether its automated syncs prune, `cascades` whether its deletion takes its
    objects down, and `managed_namespace` whether it has labels or annotations for its namespace. `others` are its
    sources that Swell does not render, and `by_hand` is what its author changes where Argo CD renders it itself, ""
    where rules do. `policy` is the path of the operator's policy, "" if there is none. `argocd` is
    the minor version of Argo CD to judge by, `helm` the version of Helm to render with, and `sync_wave_delay` the
    seconds that Argo CD pauses between waves: "" and None where the configuration decides. `file` is the path of the
    Application's file, "" where that comes from Argo CD; `pulled` tells whether its chart comes from a chart
    repository, and the folder is a copy. `called` is what the command line calls the folder, "" for the
    working directory. `strangers` are the variables of the environment that begin
    like Swell's own and are unknown.
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
    config_file: str = ""
    set_files: tuple[tuple[str, str], ...] = ()
    ignore_missing: bool = False
    sync_options: tuple[str, ...] | None = None
    retries: bool | None = None
    self_heal: bool | None = None
    prunes: bool | None = None
    cascades: bool | None = None
    managed_namespace: bool = False
    others: tuple[str, ...] = ()
    by_hand: str = ""
    policy: str = ""
    argocd: str = ""
    helm: str = ""
    sync_wave_delay: int | None = None
    file: str = ""
    pulled: bool = False
    called: str = ""
    strangers: tuple[str, ...] = ()

    def text(self, name: str) -> str:
        """Return a plain parameter, "" if it was not given."""
        return dict(self.texts).get(name, "")

    @property
    def place(self) -> str:
        """Where the parameters stand, for messages."""
        return self.file or _HERE

    @property
    def home(self) -> str:
        """A path in the repository that says what the application is: its folder, or its Application's file."""
        return self.file if self.pulled else self.folder

    @property
    def release(self) -> str:
        """Helm's release name: the parameter `releaseName`, else the application's name."""
        return self.text("releaseName") or self.app

    @property
    def set_texts(self) -> tuple[str, ...]:
        """What `--set` takes to give each key of `set_values` its value and nothing else."""
        return tuple(f"{key}={_escaped(value)}" for key, value in self.set_values)


def _escaped(value: str) -> str:
    """Return a value as `--set` takes it: Helm would take a comma for the start of the next assignment.

    In a `{list}` it separates. Source: cleanSetParameters in util/helm/cmd.go of Argo CD 3.6.1.
    """
    return value if value.startswith("{") and value.endswith("}") else value.replace("\\,", ",").replace(",", "\\,")


def from_environment(variables: "Mapping[str, str]", *, folder: str, file: str = "") -> AppRequest:
    """Return the request in Argo CD's environment; `file` is the Application's, which errors name.

    Raises:
        RequestError: a parameter has the wrong type, or a name is not valid.
    """
    with At(file or _HERE):
        parameters = given(variables)
        shaped = {name: _shaped(name, parameters.pop(name)) for name in SHAPES if name in parameters}
        texts = {name: value for name, value in shaped.items() if isinstance(value, str)}
        texts |= {name: word_of(name, parameter) for name, parameter in parameters.items()}
    request = AppRequest(
        folder=folder,
        source_path=variables.get("ARGOCD_APP_SOURCE_PATH"),
        # An application outside Argo CD's own namespace is called <namespace>_<name>; no name holds an underscore.
        app=variables.get("ARGOCD_APP_NAME", "").rpartition("_")[2] or _from_folder(folder),
        namespace=variables.get("ARGOCD_APP_NAMESPACE", ""),
        project=variables.get("ARGOCD_APP_PROJECT_NAME", ""),
        kube_version=variables.get("KUBE_VERSION", ""),
        api_versions=tuple(filter(None, variables.get("KUBE_API_VERSIONS", "").split(","))),
        texts=tuple(sorted(texts.items())),
        value_files=shaped.get("valueFiles", ()),
        set_values=shaped.get("parameters", ()),
        set_files=shaped.get("fileParameters", ()),
        ignore_missing=shaped.get("ignoreMissingValueFiles", False),
        policy=variables.get("SWELL_POLICY", ""),
        file=file,
        strangers=tuple(strangers(variables)),
    )
    if release := request.text("releaseName"):
        with At(request.place):
            refuse_odd(release, RELEASE)
    refuse_odd(request.app, _APPLICATION)
    if request.namespace:
        refuse_odd(request.namespace, _NAMESPACE)
    return request


def _shaped(name: str, parameter: "dict[str, Any]") -> "Any":
    with At(parameter.get("where", "")):
        return SHAPES[name](name, parameter)


class NameRule(Value):
    """The rule for names of one kind; `parts` tells whether dots may separate parts of a name."""

    kind: str
    longest: int
    parts: bool
    fix: str


RELEASE = NameRule(kind="a Helm release", longest=53, parts=True, fix="give another one: the parameter releaseName")
_APPLICATION = NameRule(kind="an application", longest=253, parts=True, fix="give another one: --name")
_NAMESPACE = NameRule(kind="a namespace", longest=63, parts=False, fix="correct the Application's destination, or -n")
_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_SHOWN = 80  # characters of a refused name, in its error


def refuse_odd(name: str, rule: NameRule) -> None:
    """Refuse a name that Helm or Kubernetes would refuse, or that Helm could take for a flag or a path.

    Sources: pkg/chartutil/validate_name.go of Helm 3.17; RFC 1123, for Kubernetes.

    Raises:
        RequestError: the name is refused.
    """
    labels = name.split(".") if rule.parts else [name]
    if len(name) > rule.longest or not all(map(_is_label, labels)):
        dots = ", dots" if rule.parts else ""
        raise RequestError(
            f"{name[:_SHOWN]!r} can't be the name of {rule.kind}",
            here=f"it may have up to {rule.longest} small letters, digits{dots} and dashes, but no dash at its ends",
            fix=rule.fix,
        )


def _is_label(text: str) -> bool:
    return text[:1] in _SIGNS and text[-1:] in _SIGNS and _SIGNS.issuperset(text.replace("-", ""))


def _from_folder(folder: str) -> str:
    """Return an application's name from its folder, for a request without a name: `My_App` becomes my-app."""
    bare = folder.rstrip("/").rpartition("/")[2].lower()
    return "".join(sign if sign in _SIGNS else "-" for sign in bare)[: RELEASE.longest].strip("-") or "application"

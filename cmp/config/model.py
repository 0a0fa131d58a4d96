"""The effective configuration, merged from all files; the default is the configuration without any file."""

from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cmp.config.spec import Release, Waiver
    from cmp.config.spec_rollout import Watch
    from cmp.config.spec_rules import Match, Rule, Tier
    from cmp.config.spec_values import ListStrategy
    from cmp.request.model import AppRequest
    from cmp.sources.declaration import Declared


class Placed(Value):
    """A rule and its place: `apps/web/swell.yaml:7` and `rules[2]`.

    `enforced` rules are the operator's, and apply even if the application switches the order off. `binding` ones are
    matched with what is printed, too; so are those of a trial, in which their order is only suggested.
    """

    rule: "Rule"
    where: str
    name: str
    enforced: bool = False
    binding: bool = False

    @property
    def source(self) -> str:
        """The rule's name in reasons and errors."""
        return f"{self.where}: {self.name}"


class ValueFile(Value):
    """A values file as written: a path, a glob, or one with placeholders; `allow` are the paths it may set.

    `where` is the line that names it: `apps/web/swell.yaml:7`.
    """

    path: str
    optional: bool = False
    allow: tuple[str, ...] | None = None
    where: str = ""


class Limits(Value):
    """Limits of a render, 0 for no limit: seconds, Helms at once, bytes of manifests, objects.

    `source_bytes` and `source_files` are of each source; `source` is the policy's name.
    """

    source: str = ""
    timeout: int = 0
    renders: int = 0
    bytes: int = 0
    objects: int = 0
    source_bytes: int = 0
    source_files: int = 0


class Rollout(Value):
    """The changes that restart pods: of ConfigMaps and Secrets that they read, except some, and of files."""

    configs: bool = False
    ignore: "tuple[Match, ...]" = ()
    watch: "tuple[Watch, ...]" = ()

    @property
    def asked(self) -> bool:
        """Whether any restart is asked for."""
        return bool(self.configs or self.watch)

    @property
    def paths(self) -> "list[str]":
        """The paths and globs of the files that are watched."""
        return [path for one in self.watch for path in one.paths]


class Config(Value):
    """The charts and values to render, their order and rules. `where` names the files it came from, nearest first.

    `standing` are waivers for all applications, which need not match in this one; `allow` are globs of addresses that
    sources may have, `credentials` of hosts whose mounted credentials they may use, None for all; of `sources` with one
    name the last one counts; `extended` are the paths of all `extends`; `says` are the lines that name things, each by
    its key and its word; `argocd` is a minor version of Argo CD, "" for the newest; `sync_wave_delay` is the seconds
    that it pauses between waves, None for those of an Argo CD as it is shipped.
    """

    where: tuple[str, ...] = ()
    says: "dict[tuple[str, str], str]" = {}  # noqa: RUF012
    chart: str = ""
    value_files: tuple[ValueFile, ...] = ()
    values: "dict[str, Any]" = {}  # noqa: RUF012  (never changed)
    lists: "dict[str, ListStrategy]" = {}  # noqa: RUF012
    manifests: tuple[str, ...] = ()
    tiers: "tuple[Tier, ...]" = ()
    rules: tuple[Placed, ...] = ()
    infer: str = "must"
    hooks: str = "normalise"
    mode: str = "apply"
    promote: tuple[str, ...] = ()
    checks: "dict[str, str]" = {}  # noqa: RUF012
    waivers: "tuple[Waiver, ...]" = ()
    standing: "tuple[Waiver, ...]" = ()
    fail_on: str = "fatal"
    repairs: bool = True
    allow_empty: bool = False
    kube_version: str = ""
    api_versions: tuple[str, ...] = ()
    skip_crds: bool = False
    skip_tests: bool = False
    skip_schema_validation: bool = False
    release: "Release | None" = None
    rollout: Rollout = Rollout()
    limits: Limits = Limits()
    sources: "tuple[Declared, ...]" = ()
    extended: tuple[str, ...] = ()
    allow: tuple[str, ...] | None = None
    credentials: tuple[str, ...] | None = None
    helm: str = ""
    argocd: str = ""
    sync_wave_delay: int | None = None

    def place(self, key: str, word: str = "") -> str:
        """Return the line on which a key names a word, as `apps/web/swell.yaml:7`, else the files that may."""
        return self.says.get((key, word)) or ", ".join(self.where)

    def under(self, request: "AppRequest") -> "Config":
        """Return it with what a request says of its matters: the versions to work with, and that there is no order."""
        asked = {"argocd": request.argocd or None, "syncWaveDelay": request.sync_wave_delay}
        options = {"argocd": "--argocd", "syncWaveDelay": "--sync-wave-delay"}
        return self.replace(
            says=self.says | {(key, ""): options[key] for key, value in asked.items() if value is not None},
            argocd=request.argocd or self.argocd,
            sync_wave_delay=self.sync_wave_delay if request.sync_wave_delay is None else request.sync_wave_delay,
            helm=request.helm or self.helm,
            kube_version=self.kube_version or request.kube_version,
            api_versions=self.api_versions or request.api_versions,
            mode="off" if request.text("order") == "off" else self.mode,
        )

    @property
    def needs_environment(self) -> bool:
        """Whether it names a path that depends on the environment."""
        return any("{environment}" in path for path in self.paths)

    @property
    def paths(self) -> "list[str]":
        """All paths of an application that it names, as they are written: these may have placeholders."""
        return [*(file.path for file in self.value_files), self.chart, *self.manifests, *self.rollout.paths]


NOTHING = Config()
"""What no file at all means."""

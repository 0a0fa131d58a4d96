"""The effective configuration: what all files together say, as values. An empty one is what no file at all means."""

from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cmp.config.spec import ListStrategy, Release, Waiver, Watch
    from cmp.config.spec_rules import Match, Rule, Tier
    from cmp.sources.declaration import Declared


class Placed(Value):
    """A rule and where it stands: `apps/web/swell.yaml:7` and `rules[2]`.

    `enforced` ones are the operator's, and hold where the application wants no order too.
    """

    rule: "Rule"
    where: str
    name: str
    enforced: bool = False

    @property
    def source(self) -> str:
        """The rule as reasons and errors name it."""
        return f"{self.where}: {self.name}"


class ValueFile(Value):
    """A values file as it was written: a path, a glob, or one with placeholders; `allow` are the paths it may set."""

    path: str
    optional: bool = False
    allow: tuple[str, ...] | None = None


class Limits(Value):
    """What a render may take, 0 where nothing bounds it: seconds, Helms at once, bytes of manifests, objects.

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
    """Which changes restart pods: of the ConfigMaps and Secrets that they read, less some, and of files."""

    configs: bool = False
    ignore: "tuple[Match, ...]" = ()
    watch: "tuple[Watch, ...]" = ()

    @property
    def asked(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.configs or self.watch)

    @property
    def paths(self) -> "list[str]":
        """The paths and globs of the files that are watched."""
        return [path for one in self.watch for path in one.paths]


class Config(Value):
    """What to render, in which order, by which rules. `where` names the files it came from, nearest first.

    `standing` are waivers for everybody, which may waive nothing here; `allow` are globs of addresses that sources may
    have, `credentials` of hosts whose mounted credentials they may use, None for all; of `sources` with one name the
    last one counts; `extended` are the paths of all `extends`;
    `says` names the nearest file that says a path of `manifests` or `rollout.watch`.
    """

    where: tuple[str, ...] = ()
    says: "dict[str, str]" = {}  # noqa: RUF012
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


NOTHING = Config()
"""What no file at all means."""

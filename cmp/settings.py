"""The settings that Swell reads from environment variables, parsed once by the command line into a typed value."""

import os

from cmp.errors import CommandError, SourceError
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class TemporaryFolder(Value):
    """The folder of temporary files: `path` is $TMPDIR, else /tmp, and `named` tells whether TMPDIR is set."""

    path: str
    named: bool

    @property
    def fix(self) -> str:
        """The advice for an error where the folder is missing, or can't be written to."""
        if self.named:
            return "let TMPDIR name a folder that can be written to, or unset it"
        return "mount a volume of its own at /tmp (`cmp-tmp` in the sidecar), or set TMPDIR"

    def refusal(self, problem: OSError, *, what: str, here: str = "", room: str = "") -> SourceError:
        """Return the error for something that could not be written there; `room` says how to get more space."""
        import errno

        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            return SourceError(
                f"there is no room for {what}: {problem.strerror}",
                here=here,
                fix=room or f"give the volume of {self.path} more room",
            )
        return SourceError(f"can't write {what} to {self.path}: {problem.strerror}", here=here, fix=self.fix)


class Number(Value):
    """A variable with a whole number: its minimum, its number of digits, and the unit and fix for its error."""

    variable: str
    unit: str
    digits: int
    least: int
    fix: str


# Helm allocates much and lives briefly: with Go's defaults, a quarter to a third of its time is garbage collection.
# The limit makes the collector work again before a large chart fills the container; it bounds nothing that is in use.
_COLLECTOR = {"GOGC": "400", "GOMEMLIMIT": "512MiB"}
_NO_COLLECTOR = {"GOGC": "off"}  # a Helm that stays collects between two renders, and beyond the limit
# What is rendered depends neither on a cluster that happens to be known here, nor on plugins.
_APART = {"KUBECONFIG": os.devnull, "HELM_NO_PLUGINS": "1"}
_NEEDED = (
    *("PATH", "HOME", "TMPDIR", "TZ"),
    *("GOGC", "GOMEMLIMIT", "GOMAXPROCS", "GODEBUG"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),  # a schema may refer to one on another host
)
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")
_BYTES, _ANSWERS = 2 << 30, 256 << 20
_SECONDS = 50  # Argo CD allows 60 seconds for a render, some of which it needs itself
_CPU = 15  # seconds; the largest charts need one
_MEMORY, _LEAST_MEMORY = 900 << 20, 128 << 20  # the largest charts need a third of it, and Helm no more
_TIMEOUT = Number(
    variable="SWELL_TIMEOUT",
    unit="of seconds, up to a day",
    digits=5,
    least=1,
    fix=f"such as {_SECONDS}, without a unit; Argo CD itself waits 60",
)
_RENDERS = Number(
    variable="SWELL_RENDERS",
    unit="from 1",
    digits=3,
    least=1,
    fix="such as 2; without it, it is the number of processors",
)
_STORE_BYTES = Number(
    variable="SWELL_STORE_BYTES",
    unit="of bytes",
    digits=15,
    least=0,
    fix=f"write it without a unit: 2 GiB are {2 << 30}",
)
_CACHE_BYTES = Number(
    variable="SWELL_CACHE_BYTES",
    unit="of bytes",
    digits=15,
    least=0,
    fix=f"write it without a unit: 256 MiB are {256 << 20}",
)
_MEMORY_BYTES = Number(
    variable="SWELL_MEMORY_BYTES",
    unit=f"of bytes, at least {_LEAST_MEMORY}",
    digits=15,
    least=_LEAST_MEMORY,
    fix=f"write it without a unit: 900 MiB are {_MEMORY}",
)
_CPU_SECONDS = Number(
    variable="SWELL_CPU_SECONDS",
    unit="of seconds, up to a day",
    digits=5,
    least=1,
    fix=f"such as {_CPU}, without a unit; SWELL_TIMEOUT bounds the time with all waits",
)
_PORTS, _PORT_DIGITS = 65535, 5
_SHOWN = 20  # characters of a wrong number, in its error


class Settings(Value):
    """The settings of this process, from environment variables.

    A variable of Swell's own that is empty counts as one that is not set. The numbers are read where
    they are asked for, so that a wrong one stops only what needs it.

    Attributes:
        variables: all of them, for the programs that Swell starts: git, Helm and credential helpers get their share.
        temporary: where temporary files go.
        path: the folders in which programs are looked for.
        cache: the user's cache folder; absolute only where the user has a home.
        for_argocd: whether Argo CD asks for a render of an application.
        app: the application's name as Argo CD sets it, "" on a laptop.
        helm, helms: SWELL_HELM, the path of a Helm, and SWELL_HELMS, a folder of several.
        helm_server: SWELL_HELM_SERVER, whether a Helm may stay for the next render, where its program is here.
        store: SWELL_STORE, the folder of the store.
        answers: SWELL_CACHE, whether cached renders are used again: off, or on, which is the same as "".
        credentials: SWELL_CREDENTIALS, the folder of what an operator mounts.
        local_sources: SWELL_LOCAL_SOURCES, whether sources may be pulled over plain http.
        metrics: SWELL_METRICS, the port of the sidecar's metrics, or address and port; "" for none.
        log: SWELL_LOG, json for a line a render in the sidecar's log; "" for none.
        debug: SWELL_DEBUG, whether errors show values too; never where Argo CD has set a variable.
    """

    variables: "Mapping[str, str]"
    temporary: TemporaryFolder
    path: str
    cache: str
    for_argocd: bool
    app: str
    helm: str
    helms: str
    helm_server: bool
    store: str
    answers: str
    credentials: str
    local_sources: bool
    metrics: str
    log: str
    debug: bool

    @staticmethod
    def read(environ: "Mapping[str, str]") -> "Settings":
        """Return the settings from environment variables."""
        home = environ.get("HOME", "")
        return Settings(
            variables=dict(environ),
            temporary=TemporaryFolder(path=environ.get("TMPDIR") or "/tmp", named=bool(environ.get("TMPDIR"))),  # noqa: S108
            path=environ.get("PATH", os.defpath),
            cache=environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache"),
            for_argocd="ARGOCD_APP_SOURCE_PATH" in environ,
            app=environ.get("ARGOCD_APP_NAME", ""),
            helm=environ.get("SWELL_HELM", ""),
            helms=environ.get("SWELL_HELMS", ""),
            helm_server=environ.get("SWELL_HELM_SERVER") != "off",
            store=environ.get("SWELL_STORE", ""),
            answers=environ.get("SWELL_CACHE", ""),
            credentials=environ.get("SWELL_CREDENTIALS", ""),
            local_sources=environ.get("SWELL_LOCAL_SOURCES") == "true",
            metrics=environ.get("SWELL_METRICS", ""),
            log=environ.get("SWELL_LOG", ""),
            debug=environ.get("SWELL_DEBUG") == "true" and not any(name.startswith("ARGOCD_") for name in environ),
        )

    def __repr__(self) -> str:
        return "Settings(hidden)"  # an environment holds passwords

    @property
    def timeout(self) -> int:
        """The seconds that a render may take (SWELL_TIMEOUT). Raises CommandError if it is not a valid number."""
        return self._whole(_TIMEOUT, _SECONDS)

    @property
    def renders(self) -> int:
        """The number of Helms that may run at once (SWELL_RENDERS). Raises CommandError if it is not a valid number."""
        return self._whole(_RENDERS, os.cpu_count() or 1)

    @property
    def store_bytes(self) -> int:
        """The bytes that the store may hold (SWELL_STORE_BYTES). Raises CommandError if it is not a valid number."""
        return self._whole(_STORE_BYTES, _BYTES)

    @property
    def cache_bytes(self) -> int:
        """The bytes that cached renders may take (SWELL_CACHE_BYTES). Raises CommandError if it is no valid number."""
        return self._whole(_CACHE_BYTES, _ANSWERS)

    @property
    def keeps_answers(self) -> bool:
        """Whether cached renders are kept and used: for Argo CD alone, with a store, unless the operator says off.

        Raises:
            CommandError: SWELL_CACHE is neither on nor off.
        """
        if self.answers not in ("", "on", "off"):
            said = f"SWELL_CACHE must be on or off, not {self.answers[:_SHOWN]!r}"
            raise CommandError(said, fix="write off, or unset it")
        return self.for_argocd and bool(self.store) and self.answers != "off"

    @property
    def memory_bytes(self) -> int:
        """The memory that Swell and each program may take (SWELL_MEMORY_BYTES). Raises CommandError as the others."""
        return self._whole(_MEMORY_BYTES, _MEMORY)

    @property
    def cpu_seconds(self) -> int:
        """The seconds of a processor that Swell may take (SWELL_CPU_SECONDS). Raises CommandError as the others."""
        return self._whole(_CPU_SECONDS, _CPU)

    @property
    def telemetry(self) -> bool:
        """Whether the sidecar records its renders."""
        return bool(self.metrics or self.log)

    @property
    def logs(self) -> bool:
        """Whether the sidecar logs a line a render. Raises CommandError if SWELL_LOG is not json."""
        if self.log not in ("", "json"):
            raise CommandError(f"SWELL_LOG must be json, not {self.log[:_SHOWN]!r}", fix="write json, or unset it")
        return bool(self.log)

    @property
    def metrics_address(self) -> "tuple[str, int] | None":
        """The address and the port of the metrics, None for none. Raises CommandError if SWELL_METRICS names none."""
        if not self.metrics:
            return None
        address, colon, port = self.metrics.rpartition(":")
        if not (port.isascii() and port.isdigit() and len(port) <= _PORT_DIGITS and 0 < int(port) <= _PORTS):
            fix = "such as 9464, 127.0.0.1:9464 or [::]:9464"
            raise CommandError(f"SWELL_METRICS must be a port, not {self.metrics[:_SHOWN]!r}", fix=fix)
        return address.removeprefix("[").removesuffix("]") if colon else "0.0.0.0", int(port)  # noqa: S104

    @property
    def for_helm(self) -> dict[str, str]:
        """The environment for Helm: the variables that it needs and no others, with its garbage collector tuned.

        A chart reads what Helm knows, and Argo CD and the operator tell us more than a chart may know. For the same
        reason a proxy whose address holds a password stays out.
        """
        variables = self.variables
        kept = {name: variables[name] for name in _NEEDED if name in variables}
        proxies = {name: variables[name] for name in _PROXIES if "@" not in variables.get(name, "@")}
        return {**_COLLECTOR, **kept, **proxies, **_APART}

    @property
    def for_helm_server(self) -> dict[str, str]:
        """The environment for a Helm that stays for the next render (`cmp.helm.resident`)."""
        return self.for_helm if "GOGC" in self.variables else self.for_helm | _NO_COLLECTOR

    def _whole(self, number: Number, default: int) -> int:
        if not (text := self.variables.get(number.variable)):
            return default
        if not text.isascii() or not text.isdigit() or len(text) > number.digits or int(text) < number.least:
            said = f"{number.variable} must be a whole number {number.unit}, not {text[:_SHOWN]!r}"
            raise CommandError(said, fix=number.fix)
        return int(text)

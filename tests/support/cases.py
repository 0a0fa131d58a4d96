"""Golden cases: a folder a behaviour. Its name says what happens, its files what goes in and what must come out.

A case may have a case.yaml; what it does not say is as usual:

    arguments: [generate]   what follows `swell`
    folder: .               where in the case's tree the application lies; Swell runs there
    chart: web              a chart of tests/support/charts that is copied into the application's folder
    parameters: [...]       the Application's parameters
    environment: {...}      variables that Argo CD sets otherwise, or (null) not at all; a script finds Helm on PATH
    laptop: false           whether to run without Argo CD's variables
    policy: policy.yaml     the operator's policy; in an application's folder here, so that the case holds it
    stdin: stream.yaml      a file to give on standard input
    helm: [v4, v3]          the majors of the Helms it runs with, of each all that are here; [] where it must not come
                            to that, as where no Chart.yaml is near
    exit: 0                 the exit code
    several: false          whether several applications are answered for, of which some may have no answer
    output: rendered        a folder that must then be as the case's folder `expected`

expected.yaml (.txt for `check`, `plan` and `why`) is standard output, stderr.txt is standard error where the exit code
is not 0. A `.v3` stands before the suffix where Helm 3 has other words or bytes than Helm 4, a `.v4.3` where a minor
has others than its major.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import renders
import yaml
from programs import HELM_VERSIONS, SWELL, TOP, USUAL, helm

CHARTS = TOP / "tests/support/charts"
GOLDEN = TOP / "tests/golden"
NO_HELM = "no helm"
_KINDS = {
    "v1": "ConfigMap Namespace PersistentVolumeClaim Pod Secret Service ServiceAccount",
    "apiextensions.k8s.io/v1": "CustomResourceDefinition",
    "apps/v1": "DaemonSet Deployment StatefulSet",
    "batch/v1": "CronJob Job",
    "networking.k8s.io/v1": "Ingress NetworkPolicy",
    "rbac.authorization.k8s.io/v1": "ClusterRole ClusterRoleBinding Role RoleBinding",
}
API_VERSIONS = ",".join(
    f"{version}{kind and '/'}{kind}" for version, kinds in _KINDS.items() for kind in ("", *kinds.split())
)
_OWN = ("case.yaml", "expected", "expected.*", "stderr.*")


class Case(NamedTuple):
    """One case: its folder, and what its case.yaml says."""

    folder: Path
    said: dict[str, Any]

    @property
    def name(self) -> str:
        """The claim that the case makes."""
        return self.folder.name

    @property
    def arguments(self) -> list[str]:
        """What follows `swell`."""
        return self.said.get("arguments", ["generate"])

    @property
    def helms(self) -> tuple[str, ...]:
        """The versions of Helm that the case runs with."""
        charts = "chart" in self.said or any(self.folder.rglob("Chart.yaml"))
        majors = self.said.get("helm", USUAL if charts else ())
        return tuple(one for one in HELM_VERSIONS if one.partition(".")[0] in majors) or (NO_HELM,)

    def lay(self, into: Path) -> Path:
        """Copy the case's tree, and return the application's folder in it."""
        tree = into / "tree"
        shutil.copytree(self.folder, tree, symlinks=True, ignore=_only_own_of(self.folder))
        application = tree / self.said.get("folder", ".")
        if chart := self.said.get("chart"):
            shutil.copytree(CHARTS / chart, application, dirs_exist_ok=True)
        (into / "tmp").mkdir()
        return application

    def environment(self, into: Path, version: str) -> dict[str, str]:
        """Return all variables for the program."""
        program = str(helm(version)) if version != NO_HELM else "/no/helm"
        path = f"{os.defpath}:{os.path.dirname(program)}"
        needed = {"PATH": path, "HOME": str(into / "home"), "TMPDIR": str(into / "tmp")}
        variables = needed | {"SWELL_HELM": program}
        if not self.said.get("laptop"):
            variables |= self._from_argo_cd()
        if "policy" in self.said:
            variables["SWELL_POLICY"] = str(into / "tree" / self.said["policy"])
        variables |= self.said.get("environment", {})
        return {name: value for name, value in variables.items() if value is not None}

    def _from_argo_cd(self) -> dict[str, str]:
        return {
            "ARGOCD_APP_NAME": "web",
            "ARGOCD_APP_NAMESPACE": "shop",
            "ARGOCD_APP_PROJECT_NAME": "default",
            "ARGOCD_APP_REVISION": "4f1c2e96dd4c2bd3c6de0e5d4df8f1b1d6aa1d40",
            "ARGOCD_APP_REVISION_SHORT": "4f1c2e9",
            "ARGOCD_APP_REVISION_SHORT_8": "4f1c2e96",
            "ARGOCD_APP_SOURCE_REPO_URL": "https://git.example.com/deployments.git",
            "ARGOCD_APP_SOURCE_PATH": self.said.get("folder", "."),
            "ARGOCD_APP_SOURCE_TARGET_REVISION": "main",
            "ARGOCD_APP_PARAMETERS": json.dumps(self.said.get("parameters")),
            "KUBE_VERSION": "1.34.2",
            "KUBE_API_VERSIONS": API_VERSIONS,
        }

    def stdin(self) -> bytes:
        """Return what is given on standard input."""
        return (self.folder / self.said["stdin"]).read_bytes() if "stdin" in self.said else b""

    def run(self, into: Path, version: str) -> subprocess.CompletedProcess[bytes]:
        """Run the program itself, and keep what Helm printed."""
        application, environment = self.lay(into), self.environment(into, version)
        place = self.render_of(version)
        if place and environment.get("SWELL_HELM") == str(helm(version)):
            environment["SWELL_HELM"] = renders.recording(str(helm(version)), into)
        ran = subprocess.run(
            [SWELL, *self.arguments],
            cwd=application,
            env=environment,
            input=self.stdin(),
            capture_output=True,
            check=False,
        )
        printed = renders.recorded(into)
        if place and printed is not None and place == self.render_of(version):  # nothing was edited meanwhile
            renders.keep(place, printed)
        return ran

    def render_of(self, version: str) -> Path | None:
        """Return where what Helm prints for this case is kept, None where no Helm runs."""
        if version == NO_HELM:
            return None
        charts = (CHARTS / self.said["chart"],) if "chart" in self.said else ()
        return renders.place((self.folder, *charts), str(helm(version)))


def all_cases() -> list[Case]:
    """Return every case, sorted by name."""
    return [
        Case(folder, (yaml.safe_load(said.read_text()) if (said := folder / "case.yaml").exists() else None) or {})
        for folder in sorted(GOLDEN.iterdir())
        if folder.is_dir() and folder.name != "__pycache__"
    ]


def _only_own_of(top: Path) -> Any:
    own = shutil.ignore_patterns(*_OWN)
    return lambda folder, names: own(folder, names) if Path(folder) == top else ()

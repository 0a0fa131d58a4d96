"""The ways to render a chart that are compared: Helm alone, Swell, and its neighbours as far as they are on PATH."""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from staying import HELM, VENV, sidecar

from cmp.value import Value

KUBECTL = VENV / "helm" / "v4" / "kubectl"
SWELL = VENV / "bin" / "swell"
ALONE = "`helm template`"
ONE, RESIDENT, KNOWN = "`swell generate`", "`swell generate` in the sidecar", "the same, its answer known"


class Way(Value):
    """A way to render.

    `command` returns the command line for a chart, which runs in the chart's folder with more `variables`; `others`
    returns the numbers of processes that work for it.
    """

    name: str
    command: Callable[[Path], Sequence[str | Path]]
    variables: Mapping[str, str] = {}
    others: Callable[[], Sequence[int]] = tuple


def _bare(chart: Path) -> list[str | Path]:
    """Return Helm's own command for what Swell renders."""
    return [HELM, "template", "bench", chart, "--namespace=bench", "--include-crds"]


def _through_yq(chart: Path) -> list[str | Path]:
    return ["sh", "-c", f"{' '.join(map(str, _bare(chart)))} | yq ."]


def _kustomized(chart: Path) -> list[str | Path]:
    """Return the command by which Kustomize renders a chart that lies beside its kustomization."""
    folder = chart.parent / f"{chart.name}-kustomized"
    folder.mkdir(exist_ok=True)
    (folder / "kustomization.yaml").write_text(
        "helmGlobals: {chartHome: charts}\n"
        f"helmCharts: [{{name: {chart.name}, releaseName: bench, namespace: bench, includeCRDs: true}}]\n"
    )
    if not (folder / "charts").exists():
        shutil.copytree(chart, folder / "charts" / chart.name)
    return [KUBECTL, "kustomize", folder, "--enable-helm", f"--helm-command={HELM}"]


def _neighbours() -> Iterator[Way]:
    """Yield the ways of other programs that are here."""
    if (yq := shutil.which("yq")) and b"mikefarah" in subprocess.run(
        [yq, "--version"], capture_output=True, check=True
    ).stdout:
        yield Way(name="`helm template \\| yq`", command=_through_yq)
    if KUBECTL.exists():
        yield Way(name="`kubectl kustomize --enable-helm`", command=_kustomized)


@contextmanager
def ways(folder: Path, variables: Mapping[str, str]) -> Iterator[list[Way]]:
    """Yield the ways that there are here, Helm alone first.

    In the sidecar the answer is known after the first two rounds: only for Argo CD's own calls is one kept.
    """
    with sidecar(folder / "sidecar", variables) as made:
        resident = Way(
            name=RESIDENT, command=lambda _: [made.client, "generate"], variables=made.variables, others=made.pids
        )
        asked = {**resident.variables, "ARGOCD_APP_SOURCE_PATH": "."}
        yield [
            Way(name=ALONE, command=_bare),
            Way(name=ONE, command=lambda _: [SWELL, "generate"], variables={"SWELL_HELM_SERVER": "off"}),
            resident,
            resident.replace(name=KNOWN, variables=asked),
            *_neighbours(),
        ]

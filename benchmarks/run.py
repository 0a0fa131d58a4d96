"""What Swell costs beside Helm alone: whole processes on the same charts, in turn, in one run, told as ratios.

usage: python benchmarks/run.py [--rounds N] [--short] [--write] [CHART...]

Each ratio is the median of pairs that ran one after the other, so that a machine which is slow for a while is slow for
both. `--short` takes the smaller charts alone, as CI does; where folders of charts are named, it is these. `--write`
puts the tables into docs/benchmarks.md.
"""

import argparse
import os
import platform
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from charts import DELIVERY, PLATFORM, write
from costs import Cost, measured
from staying import HELM
from ways import ALONE, Way, ways

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
RULES = """\
apiVersion: swell/v1
rules:
  - match: {kind: [ServiceAccount, ConfigMap]}
    wave: -1
"""
ABOVE = """\
# What a render costs

Made by `make bench`. Each way renders the same chart; all run in turn, {rounds} rounds. Processor and wall time are
told as multiples of bare `helm template` in the same round, which is the first line; each figure is the median of the
rounds. Processor time is that of all processes that work for a render, of those that stay for the next one as well.
"Memory" is the most that one process had.

`swell generate` alone starts Python and Helm. In the sidecar, the server of `swell sidecar` and a Helm that stays
(`swell-helm`) render. An answer is known where nothing has changed that its render looked at.
"""
_OTHERS = "## Whole repositories\n"  # from here on the page is of other scripts
_BATCH = 1.0  # seconds that a way should run, since processor time is counted in hundredths


def charts(folder: Path, *, short: bool) -> Iterator[tuple[str, Path]]:
    """Write the charts; yield their titles and folders."""
    for name, title in (("web", "`helm create`"), ("ordered", "`helm create` with a `swell.yaml`")):
        subprocess.run([HELM, "create", folder / name], check=True, capture_output=True)
        yield title, folder / name
    (folder / "ordered" / "swell.yaml").write_text(RULES)
    for name, shape, title in (
        ("delivery", DELIVERY, "1.8 MB, three CRDs behind a switch, like argo-cd"),
        ("platform", PLATFORM, "5.2 MB, ten CRDs in crds/, like kube-prometheus-stack"),
    ):
        if not short:
            write(folder / name, shape)
            yield title, folder / name


def environment(folder: Path) -> dict[str, str]:
    """Return the environment that Argo CD would set; Python may keep its bytecode, as the image does."""
    argo = {"ARGOCD_APP_NAME": "bench", "ARGOCD_APP_NAMESPACE": "bench", "ARGOCD_APP_PARAMETERS": "null"}
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, **argo, "SWELL_HELM": str(HELM), "SWELL_STORE": str(folder / "store")}


def compared(chart: Path, variables: Mapping[str, str], tried: list[Way], rounds: int) -> Iterator[str]:
    """Yield the rows of a table: what each way cost in the middle, beside the first."""
    costs: dict[str, list[Cost]] = {way.name: [] for way in tried}
    for _ in range(2):  # which fill what may be kept
        alone, *_ = (_cost(way, chart, variables, 1) for way in tried)
    times = max(1, round(_BATCH / alone.wall))
    for _ in range(rounds):
        for way in tried:
            costs[way.name].append(_cost(way, chart, variables, times))
    yield "| | processor | wall | memory |"
    yield "|---|---|---|---|"
    for name, found in costs.items():
        peak = statistics.median(cost.peak for cost in found)
        processor, wall = (_told(name, found, costs[ALONE], what) for what in ("processor", "wall"))
        yield f"| {name} | {processor} | {wall} | {peak:.0f} MiB |"


def _cost(way: Way, chart: Path, variables: Mapping[str, str], times: int) -> Cost:
    return measured(way.command(chart), chart, {**variables, **way.variables}, way.others, times)


def _told(name: str, found: list[Cost], alone: list[Cost], what: str) -> str:
    """Return the time of Helm alone, or another way's as a multiple of it."""
    if name == ALONE:
        return f"{statistics.median(getattr(cost, what) for cost in found) * 1000:.0f} ms"
    pairs = zip(found, alone, strict=True)
    return f"{statistics.median(getattr(cost, what) / getattr(other, what) for cost, other in pairs):.2f}"


def main() -> None:
    """Compare all ways on every chart."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("charts", type=Path, nargs="*")
    asked = parser.parse_args()
    lines = [ABOVE.format(rounds=asked.rounds)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        variables = environment(folder)
        own = ((chart.name, chart.resolve()) for chart in asked.charts)
        with ways(folder, variables) as tried:
            for title, chart in own if asked.charts else charts(folder, short=asked.short):
                lines += [f"## {title}", "", *compared(chart, variables, tried, asked.rounds), ""]
                print("\n".join(lines[-5 - len(tried) :]), flush=True)
    lines.append(_machine())
    print(lines[-1])
    if asked.write:
        others = _OTHERS + PAGE.read_text().partition(_OTHERS)[2]
        PAGE.write_text("\n".join(lines) + "\n\n" + others)


def _machine() -> str:
    """Return on what, with what and when it was measured."""
    version = ["version", "--template={{.Version}}"]
    helm = subprocess.run([HELM, *version], check=True, capture_output=True, text=True).stdout
    system = f"{platform.system()}, {os.cpu_count()} processors with {os.getloadavg()[1]:.0f} processes that want them"
    return f"{system}, Python {platform.python_version()}, Helm {helm.lstrip('v')}, {datetime.now(tz=UTC).date()}."


if __name__ == "__main__":
    main()

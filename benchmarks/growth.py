"""Whole renders of charts with 10 to 5,000 objects: how processor time grows, of Helm and of Swell around it.

usage: python benchmarks/growth.py [--rounds N]

Exits with 1 if Swell's time for an object of 5,000 is more than a quarter above that for one of 500: it is linear.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from costs import measured
from staying import HELM
from ways import ALONE, ONE, RESIDENT, ways

_COUNTS = (10, 50, 500, 5_000)
_NOISE = 1.25
_OBJECTS = """\
{{- range $number := until (int .Values.count) }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings-{{ $number }}
  labels:
    app.kubernetes.io/instance: {{ $.Release.Name }}
data:
  number: {{ $number | quote }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-{{ $number }}
spec:
  selector:
    matchLabels:
      app: web-{{ $number }}
  template:
    metadata:
      labels:
        app: web-{{ $number }}
    spec:
      containers:
      - name: main
        image: ghcr.io/example/main:1.0.0
        envFrom:
        - configMapRef:
            name: settings-{{ $number }}
{{- end }}
"""


def written(folder: Path, count: int) -> Path:
    """Write a chart of so many objects, and return its folder."""
    chart = folder / f"of-{count}"
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: growing\nversion: 1.0.0\n")
    (chart / "values.yaml").write_text(f"count: {count // 2}\n")
    (chart / "templates/objects.yaml").write_text(_OBJECTS)
    return chart


def main() -> None:
    """Render each in turn, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    found: dict[tuple[str, int], float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        argo = {"ARGOCD_APP_NAME": "bench", "ARGOCD_APP_NAMESPACE": "bench", "ARGOCD_APP_PARAMETERS": "null"}
        variables = {"PATH": os.environ["PATH"], "HOME": name, "SWELL_HELM": str(HELM), **argo}
        with ways(folder, variables) as tried:
            for count in _COUNTS:
                chart = written(folder, count)
                for way in (way for way in tried if way.name in (ALONE, ONE, RESIDENT)):
                    env = {**variables, **way.variables}
                    took = [measured(way.command(chart), chart, env, way.others).processor for _ in range(rounds + 1)]
                    found[way.name, count] = statistics.median(took[1:])
                told = ", ".join(f"{name} {found[name, count]:5.2f} s" for name in (ALONE, ONE, RESIDENT))
                print(f"{count:5} objects: {told}", flush=True)
    ratios = [found[name, 5_000] / found[name, 500] / 10 for name in (ALONE, ONE, RESIDENT)]
    print("one of 5,000 beside one of 500:", ", ".join(f"{ratio:.2f}" for ratio in ratios), f"(at most {_NOISE})")
    sys.exit(max(ratios[1:]) > _NOISE)


if __name__ == "__main__":
    main()

"""Charts that print much, of the shapes that large public charts have: long CRDs, dashboards, many small objects."""

from pathlib import Path

_CRD_BYTES = 640_000
_DASHBOARDS = 12
_SWITCH = "{{{{- if .Values.crds }}}}\n{}{{{{- end }}}}\n"


def write_large(folder: Path, *, megabytes: float, templated: bool) -> None:
    """Write a chart that prints so many megabytes: some four fifths in CRDs, the rest in ConfigMaps and small objects.

    The CRDs are templates with a switch, as in the charts of Argo CD or cert-manager, or lie in crds/, from where Helm
    prints them unread.
    """
    crds = folder / ("templates" if templated else "crds")
    for part in ("templates", "crds", "dashboards"):
        (folder / part).mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: large\nversion: 1.0.0\n")
    (folder / "values.yaml").write_text("workloads: 30\ncrds: true\n")
    definitions = round(megabytes * 800_000 / _CRD_BYTES) or 1
    rest = max(megabytes * 1_000_000 - definitions * _CRD_BYTES, 0)
    for number in range(definitions):
        text = _crd(number)
        (crds / f"kind{number}.yaml").write_text(_SWITCH.format(text) if templated else text)
    dashboard = "".join(f'  {{"panel": {n}, "expr": "sum(rate(requests_total[5m])) by (job)"}},\n' for n in range(60))
    for number in range(_DASHBOARDS):
        size = round(rest / _DASHBOARDS / len(dashboard)) or 1
        (folder / "dashboards" / f"board{number}.json").write_text("[\n" + dashboard * size + "  {}\n]\n")
    (folder / "templates" / "dashboards.yaml").write_text(_DASHBOARD_TEMPLATE)
    (folder / "templates" / "workloads.yaml").write_text(_WORKLOAD_TEMPLATE)


def _crd(number: int) -> str:
    lines = [
        "apiVersion: apiextensions.k8s.io/v1",
        "kind: CustomResourceDefinition",
        "metadata:",
        f"  name: kind{number}s.example.com",
        "spec:",
        "  group: example.com",
        "  scope: Namespaced",
        f"  names: {{kind: Kind{number}, plural: kind{number}s}}",
        "  versions:",
        "    - name: v1",
        "      served: true",
        "      storage: true",
        "      schema:",
        "        openAPIV3Schema:",
        "          type: object",
        "          properties:",
    ]
    size, index = sum(map(len, lines)), 0
    while size < _CRD_BYTES:
        field = [
            f"            field{index}:",
            "              description: |-",
            "                One of many fields. More than one line is said about it, since that is",
            "                what the API's own documentation does, and charts carry it along.",
            "              type: object",
            "              properties:",
            "                name:",
            "                  description: The name of the thing that is meant here.",
            "                  type: string",
            "                count:",
            "                  format: int32",
            "                  type: integer",
        ]
        lines += field
        size += sum(map(len, field)) + len(field)
        index += 1
    return "\n".join(lines) + "\n"


_DASHBOARD_TEMPLATE = """\
{{- range $path, $_ := .Files.Glob "dashboards/*.json" }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $.Release.Name }}-{{ base $path | trimSuffix ".json" }}
  labels:
    app.kubernetes.io/instance: {{ $.Release.Name }}
    dashboard: "1"
data:
  {{ base $path }}: |-
{{ $.Files.Get $path | indent 4 }}
{{- end }}
"""

_WORKLOAD_TEMPLATE = """\
{{- range $number := until (int .Values.workloads) }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $.Release.Name }}-{{ $number }}
  labels:
    app.kubernetes.io/instance: {{ $.Release.Name }}
spec:
  selector: {matchLabels: {app: "{{ $.Release.Name }}-{{ $number }}"}}
  template:
    metadata:
      labels: {app: "{{ $.Release.Name }}-{{ $number }}"}
    spec:
      containers:
        - name: main
          image: ghcr.io/example/main:1.0.0
          env:
            {{- range $index := until 20 }}
            - name: SETTING_{{ $index }}
              value: {{ printf "%d-%d" $number $index | quote }}
            {{- end }}
{{- end }}
"""

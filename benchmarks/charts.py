"""Charts of the shapes that large public charts have: definitions with deep schemas, dashboards, rules, workloads."""

from collections.abc import Iterator
from pathlib import Path

from cmp.value import Value


class Shape(Value):
    """What a chart prints.

    Attributes:
        definitions: the bytes of each CustomResourceDefinition.
        depth: how deep their schemas go.
        switch: whether they are templates with a switch, as in Argo CD's chart; else they lie in crds/.
        dashboards: ConfigMaps of 27 kB each.
        rules: custom resources with alerts.
        workloads: Deployments, each with Service, ServiceAccount, Role, RoleBinding and NetworkPolicy.
    """

    definitions: tuple[int, ...]
    depth: int
    switch: bool
    dashboards: int = 0
    rules: int = 0
    workloads: int = 0


DELIVERY = Shape(definitions=(16_000, 400_000, 1_390_000), depth=9, switch=True, workloads=7)
"""1.9 MB in some 50 objects, as argo-cd 9 prints them."""
PLATFORM = Shape(
    definitions=(70_000, 72_000, 75_000, 75_000, 600_000, 620_000, 700_000, 715_000, 800_000, 830_000),
    depth=5,
    switch=False,
    dashboards=20,
    rules=35,
    workloads=12,
)
"""5.2 MB in some 140 objects, as kube-prometheus-stack 80 prints them."""

_SWITCH = "{{{{- if .Values.crds }}}}\n{}{{{{- end }}}}\n"
_WORDS = (
    "name of the referent; this field is effectively required, but may be empty for objects that were made before",
    "key of a Secret in the namespace of the object. It must be a valid secret key (see 'kubectl explain')",
    "settings of TLS for the client: certificates of the authority, validation, and the protocol's least version",
    "labels that are added to each series, unless honorLabels is true. More info: https://example.com/docs/#labels",
    "time of a pause between two tries. An empty value counts as `30s`, and anything below a second is refused",
)
_PANEL = '  {{"panel": {0}, "expr": "sum(rate(requests_total{{job=\\"api\\"}}[5m])) by (job, instance)", "y": {0}}},\n'


def write(folder: Path, shape: Shape) -> None:
    """Write a chart."""
    definitions = folder / ("templates" if shape.switch else "crds")
    for part in ("templates", "crds", "dashboards"):
        (folder / part).mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: large\nversion: 1.0.0\n")
    (folder / "values.yaml").write_text(f"workloads: {shape.workloads}\nrules: {shape.rules}\ncrds: true\n")
    for number, size in enumerate(shape.definitions):
        text = definition(number, size, shape.depth)
        (definitions / f"kind{number}.yaml").write_text(_SWITCH.format(text) if shape.switch else text)
    for number in range(shape.dashboards):
        panels = "".join(map(_PANEL.format, range(260)))
        (folder / "dashboards" / f"board{number}.json").write_text(f"[\n{panels}  {{}}\n]\n")
    for name, text in _TEMPLATES.items():
        (folder / "templates" / f"{name}.yaml").write_text(text)


def definition(number: int, size: int, depth: int) -> str:
    """Return a CustomResourceDefinition of about so many bytes, laid out as controller-gen does."""
    lines = _HEAD.format(number=number).splitlines()
    left = size - sum(map(len, lines))
    for index in range(size):
        for line in _field(index, 14, depth):
            lines.append(line)
            left -= len(line) + 1
        if left <= 0:
            break
    return "\n".join([*lines, *_END.splitlines(), ""])


def _field(index: int, indent: int, depth: int) -> Iterator[str]:
    """Yield the lines of a property, and of those below it."""
    space, words = " " * indent, _WORDS[index % len(_WORDS)]
    yield f"{space}field{index}:"
    if not depth:
        yield from (
            f"{space}  description: |-",
            f"{space}    field{index}: {words}.",
            "",
            f"{space}    It requires v2.",
        )
        yield f"{space}  type: string"
        return
    first, _, rest = words.replace(": ", ", ").partition(" of ")
    yield from (f"{space}  description: field{index}, {first}", f"{space}    of {rest}")
    if listed := index % 3 == 1:
        yield f"{space}  items:"
    below = space + "  " * listed
    yield f"{below}  properties:"
    for each in range(3):
        yield from _field(each, len(below) + 4, depth - 1 if each == index % 2 else 0)
    yield from (f"{below}  required:", f"{below}  - field0", f"{below}  type: object")
    if listed:
        yield f"{space}  type: array"
        yield f"{space}  x-kubernetes-list-type: atomic"


_HEAD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    controller-gen.kubebuilder.io/version: v0.19.0
  name: kind{number}s.example.com
spec:
  group: example.com
  names:
    kind: Kind{number}
    listKind: Kind{number}List
    plural: kind{number}s
    singular: kind{number}
  scope: Namespaced
  versions:
  - additionalPrinterColumns:
    - description: The version
      jsonPath: .spec.version
      name: Version
      type: string
    name: v1
    schema:
      openAPIV3Schema:
        description: Kind{number} is one of the kinds of this chart.
        properties:
          spec:
            properties:
"""
_END = """\
            type: object
        required:
        - spec
        type: object
    served: true
    storage: true
    subresources:
      status: {}
"""
_TEMPLATES = {
    "dashboards": """\
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
""",
    "rules": """\
{{- range $number := until (int .Values.rules) }}
---
apiVersion: example.com/v1
kind: Kind0
metadata:
  name: {{ $.Release.Name }}-rules-{{ $number }}
  labels:
    app.kubernetes.io/instance: {{ $.Release.Name }}
spec:
  groups:
  - name: group-{{ $number }}
    rules:
    {{- range $index := until 12 }}
    - alert: Alert{{ $index }}
      expr: |-
        sum(rate(requests_total{job="api-{{ $index }}"}[5m]))
        > {{ $index }}
      for: 15m
      labels:
        severity: warning
    {{- end }}
{{- end }}
""",
    "workloads": """\
{{- range $number := until (int .Values.workloads) }}
{{- $name := printf "%s-%d" $.Release.Name $number }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ $name }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ $name }}
rules:
- apiGroups: [""]
  resources: [configmaps, secrets]
  verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ $name }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ $name }}
subjects:
- kind: ServiceAccount
  name: {{ $name }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ $name }}
spec:
  podSelector:
    matchLabels:
      app: {{ $name }}
  policyTypes: [Ingress]
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
spec:
  ports:
  - port: 80
    targetPort: http
  selector:
    app: {{ $name }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  labels:
    app.kubernetes.io/instance: {{ $.Release.Name }}
spec:
  selector:
    matchLabels:
      app: {{ $name }}
  template:
    metadata:
      labels:
        app: {{ $name }}
    spec:
      serviceAccountName: {{ $name }}
      containers:
      - name: main
        image: ghcr.io/example/main:1.0.0
        ports:
        - name: http
          containerPort: 8080
        env:
        {{- range $index := until 20 }}
        - name: SETTING_{{ $index }}
          value: {{ printf "%d-%d" $number $index | quote }}
        {{- end }}
{{- end }}
""",
}

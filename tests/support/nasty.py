"""Charts made to be nasty, each by what is nasty about it: the files that it adds to a chart with nothing in it."""
# ruff: noqa: E501, SIM905  (a chart reads best with its lines as they are, and scalars without quotes around them)

Files = dict[str, str]

CHART = "apiVersion: v2\nname: nasty\nversion: 1.2.3\nappVersion: 1e3\n"


def config_map(name: str, data: str) -> str:
    """Return a ConfigMap with these lines of data."""
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\ndata:\n{data}\n"


def annotated(kind: str, name: str, annotations: str) -> str:
    """Return an object with these annotations."""
    version = "batch/v1" if kind == "Job" else "v1"
    return f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: {name}, annotations: {{{annotations}}}}}\n"


def definition(plural: str) -> str:
    """Return the definition of a kind."""
    return (
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
        f"metadata:\n  name: {plural}.sea.example.com\nspec:\n  group: sea.example.com\n"
        f"  names: {{kind: {plural.title()}, plural: {plural}}}\n  scope: Namespaced\n"
        "  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]\n"
    )


NASTY: dict[str, Files] = {
    "hooks of every kind": {
        "templates/all.yaml": "---\n".join(
            annotated("Job" if number % 2 else "ConfigMap", f"hook-{number}", annotations)
            for number, annotations in enumerate(
                (
                    "helm.sh/hook: pre-install",
                    'helm.sh/hook: "post-install,post-upgrade", helm.sh/hook-weight: "-5"',
                    'helm.sh/hook: pre-upgrade, helm.sh/hook-weight: "+7"',
                    "helm.sh/hook: test",
                    "helm.sh/hook: test-success",
                    "helm.sh/hook: pre-delete, helm.sh/hook-delete-policy: hook-succeeded",
                    "helm.sh/hook: crd-install",
                    "helm.sh/hook: pre-rollback",
                    "argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/sync-wave: '-3'",
                    "argocd.argoproj.io/hook: Skip",
                    "helm.sh/resource-policy: keep",
                    "argocd.argoproj.io/sync-wave: three",
                )
            )
        ),
        "templates/tests/one.yaml": annotated("Job", "tested", "helm.sh/hook: test"),
    },
    "definitions in crds and in templates": {
        "crds/one.yaml": definition("tides"),
        "crds/several.yaml": f"# first\n---\n{definition('waves')}---\n---\n{definition('foams')}",
        "crds/unended.yaml": definition("swells").rstrip("\n"),
        "crds/windows.yaml": definition("rips").replace("\n", "\r\n"),
        "crds/braces.yaml": definition("ebbs") + "# {{ .Values.never }}\n",
        "templates/more.yaml": definition("gulls"),
        "templates/tide.yaml": "apiVersion: sea.example.com/v1\nkind: Tides\nmetadata: {name: high}\n",
    },
    "lists of objects": {
        "templates/list.yaml": "apiVersion: v1\nkind: List\nmetadata: {name: many}\nitems:\n"
        "- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: one}\n  data: {a: 1e3, b: '1e3'}\n"
        "- {apiVersion: v1, kind: Secret, metadata: {name: two}, stringData: {on: 'off'}}\n",
        "templates/typed.yaml": "apiVersion: v1\nkind: ConfigMapList\nmetadata: {name: typed}\nitems:\n"
        "- {apiVersion: v1, kind: ConfigMap, metadata: {name: three}}\n",
        "templates/empty.yaml": "apiVersion: v1\nkind: List\nmetadata: {name: none}\nitems: []\n",
        "templates/null.yaml": "apiVersion: v1\nkind: List\nmetadata: {name: null-items}\nitems: null\n",
        "templates/own.yaml": "apiVersion: sea.example.com/v1\nkind: Playlist\nmetadata: {name: songs}\n"
        "spec: {items: [a, b]}\n",
    },
    "text glued to a separator": {
        "templates/glued.yaml": f"---{config_map('glued', '  a: b')}---  {config_map('spaced', '  a: b')}"
        f"--- # commented\n{config_map('commented', '  a: b')}",
        "templates/trimmed.yaml": "{{- range $i, $e := list 1 2 }}\n---\n{{- if eq $i 1 }}\n"
        + config_map("n{{ $i }}", "  a: {{ $e }}")
        + "{{- end }}\n{{- end }}\n",
        "templates/inside.yaml": config_map(
            "inside", "  text: |\n    ---\n    not: a document\n    --- x\n  more: |-\n    ---"
        ),
    },
    "Windows line ends": {
        "templates/windows.yaml": (
            config_map(
                "windows", "  text: |\n    one\n    two\n  keep: |+\n    three\n\n  folded: >-\n    four\n    five"
            )
            + "---\n"
            + config_map("second", '  quoted: "a\n    b"')
        ).replace("\n", "\r\n"),
        "files/script.sh": "#!/bin/sh\r\necho hello\r\n",
        "templates/script.yaml": config_map("script", '  script: {{ .Files.Get "files/script.sh" | quote }}')
        + "---\n"
        + config_map("piped", '  script: |\n{{ .Files.Get "files/script.sh" | indent 4 }}'),
        "templates/mac.yaml": "apiVersion: v1\rkind: ConfigMap\rmetadata:\r  name: mac\rdata:\r  a: b\r",
    },
    "text beyond ASCII": {
        "templates/all.yaml": config_map(
            "beyond",
            '  größe: "größer"\n  emoji: 🌊\n  escaped: "\\U0001F30A\\u00fc\\x41\\e"\n'
            '  nel: "a\\Nb"\n  ls: "a\\Lb\\Pc"\n  bom: "\\ufeffa"\n  nbsp: a\u00a0b\n  日本語: 値\n  rtl: \u05d0\u05d1',
        )
        + "---\n"
        + config_map("block", "  text: |\n    größer und\n    🌊\n  folded: >\n    ä\n    ö\n\n    ü"),
        "templates/json.yaml": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "json"}, '
        '"data": {"escaped": "\\u00fc", "tab": "\\t"}}\n',
        "templates/größe.yaml": config_map("named", "  file: {{ .Template.Name | quote }}"),
    },
    "scalars that are read in many ways": {
        "templates/all.yaml": "apiVersion: sea.example.com/v1\nkind: Tide\nmetadata:\n  name: scalars\nspec:\n"
        + "".join(
            f"  s{number}: {scalar}\n"
            for number, scalar in enumerate(
                "1e3 25921e05 0o7 0o14 012 08 09 0x1F 0b11 1_000 +.5 .5 -0 0 -0.0 1.0 1.10 1:20 12:30:45 2024-01-01 "
                "2024-01-01T00:00:00Z y n Y N yes no on off Yes NO On True false ~ null Null = << 1e400 7e56789 "
                "18446744073709551615 18446744073709551616 9223372036854775807 9223372036854775808 -9223372036854775808 "
                "123456789012345678901234567890 1.7976931348623157e308 0.1 3.0e0 1E3 1e+3 1e-3 0.000001 1e21 1e20 "
                "._1 _1 0_7 0x 0o 0o8 +1 -1 --1 1. 1.e1 .e1 0777 0o777 1,000 NaN inf Infinity".split()
            )
        )
        + "  empty:\n  tilde: ~\n  quoted: ['1e3', \"25921e05\", '0o7', 'y', 'null', '~', '1:20', '=', '']\n"
        "  tagged: [!!str 1e3, !!int '7', !!float '1', !!bool 'yes', !!null '']\n"
        "  binary: !!binary aGVsbG8=\n  block: |2\n      two\n     one\n  strip: >-\n    a\n\n    b\n  keep: |+\n    a\n\n\n"
        "  long: >\n    a\n      b\n    c\n  single: 'it''s'\n  double: \"a\\\n    b\"\n  many: a\n    b\n    c\n"
        "  tabbed:\t1\t\n",
        "templates/template.yaml": "apiVersion: sea.example.com/v1\nkind: Tide\nmetadata: {name: templated}\nspec:\n"
        "  values: {{ .Values | toJson }}\n  yaml:\n    {{- toYaml .Values | nindent 4 }}\n  sha: {{ .Values.sha }}\n"
        "  quoted: {{ .Values.sha | quote }}\n  version: {{ .Chart.AppVersion }}\n",
        "values.yaml": 'sha: "25921e05"\nbig: 12345678901234567890\nhuge: 123456789\nfloat: 1.0\nexp: 1e3\noctal: 0o7\n'
        "old: 0644\nyes: y\nclock: 12:30\nday: 2024-01-01\n",
    },
    "keys that are no words": {
        "templates/all.yaml": "apiVersion: sea.example.com/v1\nkind: Tide\nmetadata: {name: keys}\nspec:\n"
        "  1: a\n  1.5: b\n  true: c\n  on: d\n  'quoted': e\n  \"also\\tquoted\": f\n  ? complex\n  : g\n"
        "  0x10: i\n  1e3: j\n  2024-01-01: k\n  '': l\n  a b: m\n  -x: n\n",
        "templates/twice.yaml": config_map("twice", "  a: one\n  a: two") + "data:\n  b: three\n",
    },
    "anchors and merge keys": {
        "templates/all.yaml": "x-common: &common {app: web, tier: &tier front}\napiVersion: v1\nkind: ConfigMap\n"
        "metadata:\n  name: anchored\n  labels: &labels\n    <<: *common\n    own: 'yes'\n  annotations: *labels\n"
        "data:\n  <<: [*common, *labels]\n  tier: &text back\n  again: *text\n"
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata: &meta\n  name: self\ndata: {a: &a b, c: *a}\n",
    },
    "documents of nothing": {
        "templates/empty.yaml": "",
        "templates/blank.yaml": "\n\n  \n",
        "templates/comments.yaml": "# nothing\n---\n# still nothing\n---\n---\n",
        "templates/off.yaml": "{{- if false }}\nkind: Never\n{{- end }}\n",
        "templates/mixed.yaml": f"---\n---\nnull\n---\n# first\n{config_map('mixed', '  a: b')}---\n# last\n",
        "templates/ended.yaml": f"{config_map('ended', '  a: b')}...\n---\n{config_map('then', '  a: b')}",
        "templates/_helpers.tpl": '{{ define "no" }}{{ end }}',
        "templates/NOTES.txt": "Thank you for {{ .Release.Name }}!\n---\nkind: Note\n",
        "templates/README.md": "",
    },
    "long lines": {
        "templates/long.yaml": config_map(
            "long", '  line: {{ repeat 300000 "x" | quote }}\n  plain: {{ repeat 70000 "y z" }}'
        )
        + "---\n"
        + config_map("base64", '  packed: {{ repeat 90000 "größe" | b64enc }}\n  text: |\n    {{ repeat 300000 "-" }}'),
        "templates/many.yaml": "{{- range $i := until 300 }}\n---\n"
        + config_map("many-{{ $i }}", "  a: {{ $i }}")
        + "{{- end }}\n",
    },
    "subcharts with nulls": {
        "Chart.yaml": CHART + "dependencies:\n- {name: child, version: 0.1.0, alias: first, import-values: [shared]}\n"
        "- {name: child, version: 0.1.0, alias: second, condition: second.enabled}\n"
        "- {name: child, version: 0.1.0, alias: third, tags: [extra]}\n",
        "values.yaml": "first: {gone: null, port: null, nested: {a: null, mine: 1}}\nsecond: {enabled: true, port: 1e3}\n"
        "tags: {extra: false}\nglobal: {region: eu}\n",
        "charts/child/Chart.yaml": "apiVersion: v2\nname: child\nversion: 0.1.0\n",
        "charts/child/values.yaml": "gone: here\nport: 80\nunset: null\nnested: {a: 1, b: null}\nexports: {shared: {from: child}}\n",
        "charts/child/templates/all.yaml": "apiVersion: sea.example.com/v1\nkind: Tide\nmetadata:\n  name: {{ .Chart.Name }}\n"
        "spec:\n  {{- toYaml .Values | nindent 2 }}\n  port-is: {{ .Values.port }}\n",
        "charts/child/crds/one.yaml": definition("childs"),
        "templates/all.yaml": "apiVersion: sea.example.com/v1\nkind: Tide\nmetadata: {name: parent}\nspec:\n"
        "  {{- toYaml .Values | nindent 2 }}\n",
    },
    "what Helm knows of release and cluster": {
        "templates/all.yaml": config_map(
            "known",
            "  release: {{ toJson .Release | quote }}\n  kube: {{ toJson .Capabilities.KubeVersion | quote }}\n"
            '  jobs: {{ .Capabilities.APIVersions.Has "batch/v1/Job" | quote }}\n'
            '  tides: {{ .Capabilities.APIVersions.Has "sea.example.com/v1" | quote }}\n'
            '  chart: {{ toJson .Chart | quote }}\n  found: {{ lookup "v1" "Secret" "shop" "any" | toJson | quote }}\n'
            "  helm: {{ .Capabilities.HelmVersion.Version | quote }}",
        ),
    },
    "objects in odd dress": {
        "templates/all.yaml": "kind: Secret\ntype: Opaque\napiVersion: v1\nstringData:\n  a: |-\n    b\nmetadata: {name: late}\n---\n"
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: nothing, labels: null, annotations: {}, creationTimestamp: null}\n"
        "data: null\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: nullish, labels: {a: null, b: ''}}\n"
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: elsewhere, namespace: other}\nstatus: {a: b}\n"
        "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: own}\n"
        "---\napiVersion: batch/v1\nkind: Job\nmetadata: {generateName: run-, annotations: {helm.sh/hook: post-install}}\n",
        "templates/flow.yaml": '{"kind": "ConfigMap", "apiVersion": "v1",\n "metadata": {"name": "flow"}, "data": {"a": "b"}}\n',
        "crds/indented.yaml": "  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: indented\n  data:\n    a: b\n",
        "templates/tracked.yaml": annotated("ConfigMap", "tracked", "argocd.argoproj.io/tracking-id: 'other:/x:y/z'"),
    },
}
"""What Helm and Argo CD render one way or another."""

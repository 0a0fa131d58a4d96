"""A repository like that of a home cluster: fifty sound Applications, and one that breaks each rule of a linter."""

import subprocess
from pathlib import Path

URL = "https://git.example.com/home/cluster.git"
_PROJECT = """\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {{name: {name}, namespace: argocd}}
spec:
  sourceRepos: ['{sources}']
  destinations: [{{server: https://kubernetes.default.svc, namespace: '{namespace}'}}]
"""
_SET = f"""\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {{name: tools, namespace: argocd}}
spec:
  generators: [{{git: {{repoURL: {URL}, revision: main, directories: [{{path: tools/*}}]}}}}]
  template:
    metadata: {{name: 'tool-{{{{path.basename}}}}'}}
    spec:
      project: home
      source: {{repoURL: {URL}, path: '{{{{path}}}}', targetRevision: main}}
      destination: {{server: https://kubernetes.default.svc, namespace: tools}}
"""
_WORKLOAD = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
spec:
  {replicas}selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      containers:
        - name: main
          image: registry.example.com/{name}:1.2.3
          env:
{env}---
apiVersion: v1
kind: Service
metadata:
  name: {name}
spec:
  selector:
    app: {name}
  ports:
    - name: http
      port: 80
      targetPort: 8080
"""
_SCALER = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: scaled}
spec: {maxReplicas: 4, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: scaled}}
"""
_CERTIFICATE = """\
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: operator}
spec: {secretName: operator-tls, issuerRef: {name: own}}
---
apiVersion: v1
kind: Secret
metadata: {name: operator-tls}
stringData: {tls.crt: a, tls.key: b}
"""
_DEFINITION = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: things{number}.example.com}}
spec:
  group: example.com
  names: {{kind: Thing{number}, plural: things{number}}}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
"""
_FIELDS = "".join(
    f"{' ' * 12}field{number}:\n{' ' * 14}type: string\n{' ' * 14}description: The field {number}, and no other.\n"
    for number in range(1200)
)
_TEMPLATE = (
    "{apiVersion: v1, kind: ConfigMap, metadata: {name: {{ .Release.Name }}}, data: {a: {{ .Values.a | quote }}}}"
)


class HomeCluster:
    """The repository, in a folder that is made for it."""

    def __init__(self, folder: Path) -> None:
        """Write all, and commit it as two commits, of which v1.0.0 is the first."""
        self.folder = folder
        self._write("argocd/home.yaml", _PROJECT.format(name="home", sources=URL, namespace="*"))
        self._write("argocd/set.yaml", _SET)
        for tool in "abc":
            self._write(f"tools/{tool}/a.yaml", _workload(f"tool-{tool}"))
        for name, text in (("Chart", "{apiVersion: v2, name: web, version: 1.0.0}"), ("values", "a: 1"),
                           ("templates/a", _TEMPLATE)):  # fmt: skip
            self._write(f"charts/web/{name}.yaml", text)
        self._write("values/web.yaml", "a: 2\n")
        self._application("multi", _with_values("$v/values/web.yaml"))
        for number in range(50):
            self._app(f"sound-{number}", "---\n".join(_workload(f"sound-{number}-{part}") for part in "abc"))
        self._app("definitions", "---\n".join(_DEFINITION.format(number=one) + _FIELDS for one in range(4)))
        self._break()
        self._git("init", "--quiet", "--initial-branch=main")
        self._git("remote", "add", "origin", URL)
        self._git("add", ".")
        self._git("commit", "--quiet", "--message", "one")
        self._git("tag", "v1.0.0")
        self._git("commit", "--quiet", "--allow-empty", "--message", "two")
        self._git("update-ref", "refs/remotes/origin/main", "HEAD")

    def _break(self) -> None:
        """Write what breaks each rule once."""
        self._write(".argocd-lint.yaml", "scan_roots: [apps]\n")
        self._write("apps/lost/a.yaml", _workload("lost"))
        self._application("phantom", _source("apps/phantim"))
        self._application("no-values", _with_values("$v/values/gone.yaml"))
        self._app("operator", _CERTIFICATE)
        self._app("double")
        self._application("double-too", _source("apps/double"), namespace="double")
        self._app("pinned", revision="v1.0.0")
        self._app("floating", revision="'1.*'")
        self._write("argocd/narrow.yaml", _PROJECT.format(name="narrow", sources="https://other/*", namespace="other"))
        self._app("outside", project="narrow")
        self._app("scaled", _workload("scaled", "replicas: 2") + "---\n" + _SCALER)
        self._app("unvalidated", options="Validate=false")
        self._app("twice")
        self._write("apps/twice-too/a.yaml", _workload("twice-too"))
        self._application("twice", _source("apps/twice-too"), file="twice-too", namespace="twice-too")
        self._app("pointer", ignores="{kind: Service, jsonPointers: [spec/type]}")
        self._app("jq", ignores="{kind: Service, jqPathExpressions: [/spec/type]}")
        self._app("option", options="respectIgnoreDifferences=true")
        for name, said in (("hook", "hook: presync"), ("wave", "sync-wave: one")):
            self._app(name, f"{_workload(name)}---\n{_annotated(name, said)}")

    def _app(self, name: str, text: str = "", *, revision: str = "main", **said: str) -> None:
        """Write a folder of manifests, and the Application of it."""
        self._write(f"apps/{name}/a.yaml", text or _workload(name))
        self._application(name, _source(f"apps/{name}", revision), **said)

    def _application(self, name: str, source: str, *, file: str = "", **said: str) -> None:
        text = (
            f"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}, namespace: argocd}}\n"
            "spec:\n"
            f"  project: {said.get('project', 'home')}\n  {source}\n"
            f"  destination: {{server: https://kubernetes.default.svc, namespace: {said.get('namespace', name)}}}\n"
            f"  syncPolicy: {{automated: {{selfHeal: true}}, syncOptions: [{said.get('options', 'PruneLast=true')}]}}\n"
        )
        ignores = f"  ignoreDifferences: [{said['ignores']}]\n" if "ignores" in said else ""
        self._write(f"argocd/{file or name}.yaml", text + ignores)

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)

    def _git(self, *words: str) -> None:
        own = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        subprocess.run(["git", "-C", self.folder, *own, *words], check=True)


def _source(path: str, revision: str = "main") -> str:
    return f"source: {{repoURL: {URL}, path: {path}, targetRevision: {revision}}}"


def _with_values(file: str) -> str:
    chart = f"{{repoURL: {URL}, path: charts/web, targetRevision: main, helm: {{valueFiles: ['{file}']}}}}"
    return f"sources: [{chart}, {{repoURL: {URL}, targetRevision: main, ref: v}}]"


def _workload(name: str, replicas: str = "") -> str:
    env = "".join(f"            - name: VAR_{number}\n              value: value {number}\n" for number in range(25))
    return _WORKLOAD.format(name=name, env=env, replicas=f"{replicas}\n  " if replicas else "")


def _annotated(name: str, said: str) -> str:
    return (
        f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}-map, annotations: {{argocd.argoproj.io/{said}}}}}\n"
    )

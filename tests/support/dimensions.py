"""Applications that grow in one dimension: each generator returns the files of an application of size n, by name."""

import json
from collections.abc import Callable, Iterable
from typing import Any

Document = dict[str, Any]
Files = dict[str, str]


def cycle(n: int) -> Files:
    """Return n objects that come after each other in one cycle."""
    return stream(_after(number, (number + 1) % n) for number in range(n))


def pairs(n: int) -> Files:
    """Return a rule by which one half of n objects comes after the other."""
    rule = {"match": {"kind": "Secret"}, "after": {"kind": "ConfigMap"}}
    return stream((made(("Secret", "ConfigMap")[number % 2], f"c{number}") for number in range(n)), rules=[rule])


def wildcards(n: int) -> Files:
    """Return n objects and n rules with a wildcard."""
    return stream(_maps(n), rules=[{"match": {"name": f"*{number}"}, "wave": number % 7} for number in range(n)])


def merged_items(n: int) -> Files:
    """Return a list of n variables, and a patch of n that merges into it."""
    own, over = ([{"name": f"E{first - number}", "value": "v"} for number in range(n)] for first in (0, n))
    pod = {"containers": [{"name": "main", "env": own}]}
    patch = {"spec": {"template": {"spec": {"containers": [{"name": "main", "env": over}]}}}}
    deployment = made("Deployment", "web", "apps/v1", spec={"template": {"spec": pod}})
    return stream([deployment], rules=[{"match": {"name": "web"}, "patch": patch}])


def objects(n: int) -> Files:
    """Return n objects: workloads with a Service each, and the ConfigMap and Secret that they read."""
    return stream(made for number in range(n // 4) for made in _served(number))


def needs(n: int) -> Files:
    """Return n objects that come after each other in one chain."""
    return stream(_after(number, number + 1) for number in range(n))


def hooks_of_one_weight(n: int) -> Files:
    """Return n hooks of Helm's that have one weight, and a workload."""
    hook = {"helm.sh/hook": "pre-install,pre-upgrade", "helm.sh/hook-weight": "1"}
    hooks = (made("ConfigMap", f"c{number}") for number in range(n))
    return stream([*({**one, "metadata": {**one["metadata"], "annotations": hook}} for one in hooks), *_served(0)])


def hooks_after_all(n: int) -> Files:
    """Return n objects: Jobs of Helm's that set something up after all else, and workloads that wait for something."""
    hook = {"helm.sh/hook": "post-install", "helm.sh/hook-weight": "1"}
    files: list[Document] = []
    for number in range(n // 2):
        reads = [{"secretRef": {"name": f"s{number}"}}]
        probe = {"readinessProbe": {"httpGet": {"path": "/", "port": 80}}}
        files.append(
            deployment(number, containers=[{"name": "main", "image": f"i{number}", "envFrom": reads, **probe}])
        )
        job = made("Job", f"migrate{number}", "batch/v1")
        job["metadata"]["annotations"] = hook
        other = {"name": "main", "image": "migrate", "envFrom": [{"secretRef": {"name": f"s{number % 100}-{number}"}}]}
        files.append({**job, "spec": {"template": {"spec": {"containers": [other]}}}})
    return stream(files)


def versions(n: int) -> Files:
    """Return a CRD of n / 2 versions, half of which are not served, and an object of each."""
    each = [{"name": f"v{number}", "served": number % 2 == 0} for number in range(n // 2)]
    spec = {"group": "sea.example.com", "names": {"kind": "Tide", "plural": "tides"}, "versions": each}
    definition = made("CustomResourceDefinition", "tides.sea.example.com", "apiextensions.k8s.io/v1", spec=spec)
    tides = (made("Tide", f"t{number}", f"sea.example.com/v{number}") for number in range(n // 2))
    return stream([definition, *tides])


def webhooks(n: int) -> Files:
    """Return a webhook for every hundred of n objects, each of which looks at all of them."""
    rule = {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*"]}
    return stream([*(_webhook(number, rule) for number in range(n // 100)), *_served(0), *_maps(n)])


def rights(n: int) -> Files:
    """Return n objects: roles that allow all, each bound to an account of its own, with a workload that uses it."""
    return stream(made for number in range(n // 4) for made in _allowed(number))


def rules(n: int) -> Files:
    """Return n objects and a rule for each."""
    return stream(_maps(n), rules=[{"match": {"name": f"c{number}"}, "wave": number % 5} for number in range(n)])


def tiers(n: int) -> Files:
    """Return n objects and a tier for each."""
    each = [{"name": f"t{number}", "match": {"name": f"c{number}"}} for number in range(n)]
    return stream(_maps(n), order={"tiers": [*each, {"name": "rest", "default": True}]})


def keys(n: int) -> Files:
    """Return an object with n keys, a patch of them all, and n annotations that a rule sets."""
    data = {f"k{number}": "v" for number in range(n)}
    rule = {"match": {"name": "c"}, "patch": {"data": data}, "annotations": data}
    return stream([made("ConfigMap", "c", data=data)], rules=[rule])


def values(n: int) -> Files:
    """Return a chart with n values, and a file that may set each of them and does."""
    text = "".join(f"k{number}: {{a: 1}}\n" for number in range(n))
    allow = [f"k{number}.*" for number in range(n)]
    said = {"apiVersion": "swell/v1", "valueFiles": [{"file": "more.yaml", "allow": allow}]}
    return {**_chart(1), "swell.yaml": json.dumps(said), "values.yaml": text, "more.yaml": text}


def files_of_values(n: int) -> Files:
    """Return a chart with n values in n / 50 files: half of what each file sets the others set as well."""
    said = {"apiVersion": "swell/v1", "valueFiles": ["more/*.yaml"]}
    each = {
        f"more/{file:05}.yaml": "".join(f"s{key}: {file}\nf{file}k{key}: 1\n" for key in range(25))
        for file in range(n // 50)
    }
    return {**_chart(1), **each, "swell.yaml": json.dumps(said), "values.yaml": "s0: first\n"}


def list_items(n: int) -> Files:
    """Return a `kind: List` of n objects."""
    listed = {"apiVersion": "v1", "kind": "List", "items": list(_maps(n))}
    return {**stream([]), "objects.yaml": json.dumps(listed)}


def merged_lists(n: int) -> Files:
    """Return a list of n elements, which so many values files merge into one by their names, 50 each."""
    files = {
        f"more/{start:05}.yaml": "l:\n" + "".join(f"- {{name: e{start + number}}}\n" for number in range(50))
        for start in range(0, n, 50)
    }
    said = {"apiVersion": "swell/v1", "valueFiles": ["more/*.yaml"], "lists": {"l": {"key": "name"}}}
    return {**_chart(1), **files, "swell.yaml": json.dumps(said)}


def sources(n: int) -> Files:
    """Return an object and n sources, of which it uses none."""
    each = {f"s{number}": {"git": f"https://example.com/{number}.git", "revision": "main"} for number in range(n)}
    return stream(_maps(1), sources=each)


def templates(n: int) -> Files:
    """Return a chart of n templates, each of which includes the one before."""
    return _chart(n)


def documents(n: int) -> Files:
    """Return n documents of comments before an object."""
    files = stream([made("ConfigMap", "c")])
    return {**files, "objects.yaml": "---\n# Source: a/b.yaml\n" * n + files["objects.yaml"]}


def patch_steps(n: int) -> Files:
    """Return a JSON patch of n steps, each of which copies what the step before made."""
    steps = [{"op": "copy", "from": f"/data/k{number}", "path": f"/data/k{number + 1}"} for number in range(n)]
    return stream([made("ConfigMap", "c", data={"k0": "v"})], rules=[{"match": {"name": "c"}, "patch": steps}])


def doubling(n: int) -> Files:
    """Return a JSON patch of n steps, each of which copies all that there is."""
    steps = [{"op": "copy", "from": "/data", "path": f"/data/k{number}"} for number in range(n)]
    return stream([made("ConfigMap", "c", data={"k": "v"})], rules=[{"match": {"name": "c"}, "patch": steps}])


def patched_much(n: int) -> Files:
    """Return n objects, a rule that patches n keys into each, and n rules that patch one of them."""
    keys = {f"k{number}": "v" for number in range(n)}
    more = [{"match": {"name": "c0"}, "patch": {"data": {f"k{number}": "w"}}} for number in range(n)]
    return stream(_maps(n), rules=[{"match": {"kind": "ConfigMap"}, "patch": {"data": keys}}, *more])


def labelled_much(n: int) -> Files:
    """Return n objects, and a rule that sets n labels on each."""
    labels = {f"k{number}": "v" for number in range(n)}
    return stream(_maps(n), rules=[{"match": {"kind": "ConfigMap"}, "labels": labels}])


def released(n: int) -> Files:
    """Return n Applications in n files, each in a group of its own for a release, with a name as long as any."""
    groups = [f"g{number}" for number in range(n)]
    said = {"apiVersion": "swell/v1", "release": {"label": "group", "groups": groups}}
    each = {f"apps/a{number}.yaml": json.dumps(_application(number, group=f"g{number}")) for number in range(n)}
    return {**each, "swell.yaml": json.dumps(said)}


def locked(n: int) -> Files:
    """Return n / 2 sources that are locked, each for an environment of its own as well."""
    each = {f"s{number}": {"git": f"https://example.com/{number}.git", "revision": "main"} for number in range(n // 2)}
    pins = {alias: {**source, "commit": "a" * 40} for alias, source in each.items()}
    environments = {f"e{alias}": {alias: {**pin, "commit": "b" * 40}} for alias, pin in pins.items()}
    return {
        "swell.yaml": json.dumps({"apiVersion": "swell/v1", "sources": each}),
        "swell.lock": json.dumps({"apiVersion": "swell/v1", "sources": pins, "environments": environments}),
    }


def read(n: int) -> tuple[Files, Files]:
    """Return n / 2 workloads of one Application and what they read of another, before it changes and after."""
    half = range(n // 2)
    pods = [
        deployment(number, containers=[{"name": "main", "envFrom": [{"configMapRef": {"name": f"c{number}"}}]}])
        for number in half
    ]
    before, after = (
        {f"held/c{number}.yaml": json.dumps(made("ConfigMap", f"c{number}", data={"a": said})) for number in half}
        for said in ("b", "c")
    )
    apps = {f"apps/{name}.yaml": json.dumps(_application(name, path=name)) for name in ("held", "pods")}
    every = {**apps, "pods/all.yaml": "".join(f"---\n{json.dumps(pod)}\n" for pod in pods)}
    return {**every, **before}, after


GENERATORS: tuple[Callable[[int], Files], ...] = (
    *(cycle, pairs, wildcards, merged_items, documents, patch_steps, doubling, patched_much, labelled_much),
    *(objects, needs, hooks_of_one_weight, hooks_after_all, versions, webhooks, rights, rules, tiers),
    *(keys, values, list_items, merged_lists, sources, templates),
)


def stream(documents: Iterable[Document], **config: Any) -> Files:
    """Return an application of manifests alone, with more keys of its swell.yaml."""
    said = {"apiVersion": "swell/v1", "manifests": ["objects.yaml"], **config}
    return {
        "swell.yaml": json.dumps(said),
        "objects.yaml": "".join(f"---\n{json.dumps(document)}\n" for document in documents),
    }


def made(kind: str, name: str, version: str = "v1", **more: Any) -> Document:
    """Return an object."""
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": "sea"}, **more}


def deployment(number: int, *, label: str = "", **pod: Any) -> Document:
    """Return a Deployment of this pod; its label is its own name, or one that others have too."""
    app = {label: "yes"} if label else {"app": f"d{number}"}
    template = {"metadata": {"labels": app}, "spec": pod}
    return made("Deployment", f"d{number}", "apps/v1", spec={"selector": {"matchLabels": app}, "template": template})


def _application(name: object, *, group: str = "", path: str = ".") -> Document:
    source = {"repoURL": "https://example.com/a.git", "path": path}
    spec = {"project": "a", "source": source, "destination": {"namespace": "sea"}}
    metadata = {"name": f"a{name}", "namespace": "argocd", "labels": {"group": group}}
    return {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": metadata, "spec": spec}


def _maps(n: int) -> Iterable[Document]:
    return (made("ConfigMap", f"c{number}", data={"key": "text"}) for number in range(n))


def _after(number: int, other: int) -> Document:
    one = made("ConfigMap", f"c{number}")
    one["metadata"]["annotations"] = {"config.kubernetes.io/depends-on": f"/namespaces/sea/ConfigMap/c{other}"}
    return one


def _chart(n: int) -> Files:
    """Return a chart whose n templates include each other in one chain, each printing an object."""
    first = '{{ define "t-1" }}0{{ end }}'
    body = '{{ define "t%d" }}{{ include "t%d" . }}{{ end }}apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c%d}\n'
    each = {f"templates/t{number}.yaml": body % (number, number - 1, number) for number in range(n)}
    return {"Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n", "templates/_first.tpl": first, **each}


def _served(number: int) -> Iterable[Document]:
    """Return a workload with its Service, its ConfigMap and its Secret."""
    reads = [{"configMapRef": {"name": f"c{number}"}}, {"secretRef": {"name": f"s{number}"}}]
    yield from (made("ConfigMap", f"c{number}"), made("Secret", f"s{number}"))
    yield made("Service", f"d{number}", spec={"selector": {"app": f"d{number}"}})
    yield deployment(number, containers=[{"name": "main", "image": "web", "envFrom": reads}])


def _webhook(number: int, rule: Document) -> Document:
    service = {"name": "d0", "namespace": "sea", "path": "/"}
    one = {"name": f"w{number}.x.y", "failurePolicy": "Fail", "clientConfig": {"service": service}, "rules": [rule]}
    return made("ValidatingWebhookConfiguration", f"w{number}", "admissionregistration.k8s.io/v1", webhooks=[one])


def _allowed(number: int) -> Iterable[Document]:
    """Return a role that allows all, its account, the binding of the two, and a workload with that account."""
    group, account = "rbac.authorization.k8s.io", {"kind": "ServiceAccount", "name": f"a{number}", "namespace": "sea"}
    role, rule = {"apiGroup": group, "kind": "Role", "name": f"r{number}"}, {"apiGroups": ["*"], "verbs": ["*"]}
    yield made("Role", f"r{number}", f"{group}/v1", rules=[{**rule, "resources": ["*"]}])
    yield made("RoleBinding", f"b{number}", f"{group}/v1", roleRef=role, subjects=[account])
    yield made("ServiceAccount", f"a{number}")
    yield deployment(number, serviceAccountName=f"a{number}", containers=[{"name": "main", "image": "web"}])

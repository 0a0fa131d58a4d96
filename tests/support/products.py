"""Streams in which two dimensions meet: n of one thing that each have to do with n of another.

What is looked at must not be their product, or end at a bound. Each generator returns the files of an application.
"""

from collections.abc import Callable
from typing import Any

from dimensions import Document, Files, deployment, made, stream

_SHARED = {"configMap": {"name": "shared"}}


def shared_variables(n: int) -> Files:
    """Return n pods that have their variables from one ConfigMap with n keys."""
    main = _main(envFrom=[{"configMapRef": {"name": "shared"}}])
    return stream([_service(0), _shared(n), *(deployment(number, containers=[main]) for number in range(n))])


def shared_files(n: int) -> Files:
    """Return a container that mounts one ConfigMap with n keys at n places."""
    main = _main(volumeMounts=[{"name": "v", "mountPath": f"/m{number}"} for number in range(n)])
    return stream([_service(0), _shared(n), deployment(0, containers=[main], volumes=[{"name": "v", **_SHARED}])])


def variables_of_one_secret(n: int) -> Files:
    """Return n variables of one container that have their values from one ConfigMap with n keys."""
    source = {"configMapKeyRef": {"name": "shared", "key": "k0"}}
    env = [{"name": f"E{number}", "valueFrom": source} for number in range(n)]
    return stream([_service(0), _shared(n), deployment(0, containers=[_main(env=env)])])


def mounts_of_words(n: int) -> Files:
    """Return a container with n mounts, whose command line has n words."""
    mounts = [{"name": "v", "mountPath": f"/m{number}"} for number in range(n)]
    first = _main(volumeMounts=mounts, command=["word"] * n)
    return stream([deployment(0, initContainers=[first], containers=[_main()])])


def installers(n: int) -> Files:
    """Return n objects that install some kinds, and n objects of a kind of their own each."""
    spec = {"name": "operator", "source": "all"}
    operators = (made("Subscription", f"s{number}", "operators.coreos.com/v1alpha1", spec=spec) for number in range(n))
    return stream([*operators, *(made("Tide", "t", f"sea{number}.example.com/v1") for number in range(n))])


def ignored_configuration(n: int) -> Files:
    """Return n pods that read a ConfigMap each, and n patterns of those that do not restart their readers."""
    each = (deployment(k, containers=[_main(envFrom=[{"configMapRef": {"name": f"c{k}"}}])]) for k in range(n))
    ignore = [{"name": f"*q{number}*"} for number in range(n)]
    return stream([*_maps(n), *each], rollout={"configs": True, "ignore": ignore})


def options_of_a_rule(n: int) -> Files:
    """Return an object for which a rule sets n sync options."""
    return stream(_maps(1), rules=[{"match": {}, "syncOptions": [f"O{number}=true" for number in range(n)]}])


def named_rights(n: int) -> Files:
    """Return n Jobs whose common role lets them write n Secrets by name."""
    group, account = "rbac.authorization.k8s.io", {"kind": "ServiceAccount", "name": "a", "namespace": "sea"}
    rule = {"resources": ["secrets"], "verbs": ["create"], "resourceNames": [f"s{number}" for number in range(n)]}
    role = {"apiGroup": group, "kind": "Role", "name": "r"}
    pod = {"spec": {"serviceAccountName": "a", "containers": [_main()]}}
    jobs = (made("Job", f"j{number}", "batch/v1", spec={"template": pod}) for number in range(n))
    binding = made("RoleBinding", "b", f"{group}/v1", roleRef=role, subjects=[account])
    return stream([made("Role", "r", f"{group}/v1", rules=[rule]), binding, *jobs])


def selectors(n: int) -> Files:
    """Return a webhook that selects objects by n of their labels, and n objects."""
    each = [{"key": f"k{number}", "operator": "NotIn", "values": ["v"]} for number in range(n)]
    hook = {
        "name": "w.x.y",
        "failurePolicy": "Fail",
        "clientConfig": {"service": {"name": "s0", "namespace": "sea"}},
        "rules": [{key: ["*"] for key in ("apiGroups", "apiVersions", "operations", "resources")}],
        "objectSelector": {"matchExpressions": each},
    }
    hooks = made("ValidatingWebhookConfiguration", "w", "admissionregistration.k8s.io/v1", webhooks=[hook])
    return stream([hooks, _service(0), deployment(0, containers=[_main()]), *_maps(n)])


def waits_by_label(n: int) -> Files:
    """Return n pods that each wait for pods with a label that none has, and for Jobs with it."""
    script = "kubectl wait --for=condition=ready pod -l a=b; kubectl wait --for=condition=complete job -l a=b"
    first = [_main(image="kubectl", command=["sh", "-c", script])]
    jobs = (made("Job", f"j{number}", "batch/v1", spec={"template": {"spec": {}}}) for number in range(n))
    return stream([*jobs, *(deployment(number, initContainers=first, containers=[_main()]) for number in range(n))])


def called_services(n: int) -> Files:
    """Return a pod that names n Services, behind each of which are the same n workloads."""
    env = [{"name": "HOSTS_URL", "value": ",".join(f"s{number}" for number in range(n))}]
    pods = (deployment(number, label="all", containers=[_main()]) for number in range(1, n))
    return stream([*map(_service, range(n)), *pods, deployment(0, containers=[_main(env=env)])])


def hooks_alike(n: int) -> Files:
    """Return n Jobs behind the sync that set something up, and n workloads that may wait for each of them."""
    hook = {"argocd.argoproj.io/hook": "PostSync"}
    jobs = [made("Job", f"migrate{number}", "batch/v1", spec={"template": _pod()}) for number in range(n)]
    for job in jobs:
        job["metadata"]["annotations"] = hook
    first = [{"name": "wait", "image": "web"}]
    return stream([*jobs, *(deployment(number, initContainers=first, containers=[_main()]) for number in range(n))])


def commands(n: int) -> Files:
    """Return n init containers that each run 24 commands that wait."""
    waits = (f"kubectl wait --for=condition=ready pod -l a{number}=b{{}}" for number in range(24))
    script = "; ".join(waits)
    first = [_init(number, command=["sh", "-c", script.replace("{}", str(number))]) for number in range(0, 2 * n, 2)]
    return stream([deployment(0, initContainers=first, containers=[_main()])])


def options(n: int) -> Files:
    """Return a command with n options of one name, of n letters, and a selector of n labels."""
    script = f"kubectl get {'-o a ' * n}x; nc -{'z' * n} s0 80; kubectl get pod -l {'a=b,' * n}a=b"
    return stream([deployment(0, initContainers=[_main(command=["sh", "-c", script])], containers=[_main()])])


PRODUCTS: tuple[Callable[[int], Files], ...] = (
    *(shared_variables, shared_files, variables_of_one_secret, mounts_of_words),
    *(installers, named_rights, selectors, waits_by_label, called_services, hooks_alike),
    *(commands, options, ignored_configuration, options_of_a_rule),
)


def _main(**more: Any) -> Document:
    return {"name": "main", "image": "web", **more}


def _init(number: int, **more: Any) -> Document:
    runs_on = {"restartPolicy": "Always"} if number % 2 else {}
    return {"name": f"i{number}", "image": "web", **runs_on, **more}


def _pod() -> Document:
    return {"spec": {"containers": [_main()]}}


def _service(number: int) -> Document:
    return made("Service", f"s{number}", spec={"selector": {"all": "yes"}})


def _shared(n: int) -> Document:
    return made("ConfigMap", "shared", data={f"k{number}": "v" for number in range(n)})


def _maps(n: int) -> list[Document]:
    return [made("ConfigMap", f"c{number}") for number in range(n)]

"""Causes of a sync that fails: what the API server, or Argo CD itself, says when it refuses an object.

Sources: the admission plugins and pkg/apis of Kubernetes 1.34 to 1.37; `AugmentSyncMsg` in util/argo/argo.go and
`validateSyncPermissions` in controller/sync.go of Argo CD 3.6.1, whose words 3.4.13 and 3.5.7 have too.
"""

from cmp.stuck.causes.row import Row, row
from cmp.stuck.model import Cause

_GET = "kubectl -n {namespace} get {kubectl} -o yaml"

NAMESPACE_GONE = Cause(
    name="namespace-terminating",
    why="its namespace {needed} is being deleted",
    more="kubectl get namespace {needed} -o jsonpath='{{.status.conditions}}'",
    fix="wait until the namespace is gone; if it stays, the conditions name the objects whose finalizers hold it",
)
_WEBHOOK = Cause(
    name="webhook-unreachable",
    why="the webhook {webhook} does not answer, and must be asked",
    more="kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
    fix="let the webhook's Service and pods run (in an earlier wave, if this application brings them), or delete its "
    "configuration if it is a rest",
)
_DENIED = Cause(
    name="admission-denied",
    why="the webhook or policy {webhook} refuses it",
    more=_GET,
    fix="correct what the message names, or ask the policy's owner for an exception",
)
_QUOTA = Cause(
    name="quota",
    why="the quota {quota} of its namespace refuses it",
    more="kubectl -n {namespace} describe quota",
    fix="raise the quota, or ask for less",
)
_NO_NAMESPACE = Cause(
    name="no-namespace",
    why="its namespace {needed} does not exist",
    more="kubectl get namespace {needed}",
    fix="add the sync option CreateNamespace=true, or a Namespace to the manifests",
)
_DEFINITION = Cause(
    name="no-definition",
    why="the cluster has no such kind: its CRD is not installed",
    more="kubectl api-resources | grep -i {kind}",
    fix="install the CRD first; if this sync brings it, give the object the sync option "
    "SkipDryRunOnMissingResource=true",
)
_VERSION = _DEFINITION.replace(
    why="the cluster serves its kind in another version", fix="write the apiVersion that the cluster serves"
)
_RIGHTS = Cause(
    name="no-rights",
    why="Argo CD's account may not {verb} it",
    more="kubectl auth can-i {verb} {kind} -n {namespace} --as=ACCOUNT",
    fix="give the account that the message names a Role with that verb",
)
_PROJECT = Cause(
    name="not-in-project",
    why="the AppProject {project} does not permit it",
    more="argocd proj get {project}",
    fix="add the kind, or the destination, to the project's lists",
)
_IMMUTABLE = Cause(
    name="immutable-field",
    why="it changes a field that can't be changed",
    more="argocd app diff {app}",
    fix="delete the object so that it is made anew, or give it the sync options Force=true,Replace=true; a Job is "
    "better a hook",
)
_CONFLICT = Cause(
    name="field-conflict",
    why="another manager owns a field that it sets",
    more="kubectl -n {namespace} get {kubectl} -o yaml --show-managed-fields",
    fix="let one of the two own the field: take it out of the manifest, or ignore it with "
    "RespectIgnoreDifferences=true",
)
_TOO_LONG = Cause(
    name="too-large",
    why="it is too large for the annotation of client-side apply",
    more="argocd app diff {app}",
    fix="give it the sync option ServerSideApply=true",
)
_LARGE = _TOO_LONG.replace(why="it is too large for the API server", fix="make it smaller, or split it")
_INVALID = Cause(
    name="invalid",
    why="the API server calls it invalid",
    more="argocd app manifests {app} | kubectl apply --dry-run=server -f -",
    fix="correct the field that the message names",
)
_UNREACHABLE = Cause(
    name="cluster-unreachable",
    why="Argo CD can't reach the cluster's API server",
    more="argocd cluster list",
    fix="look at the cluster's API server, its address and credentials in Argo CD",
)
_SHARED = Cause(
    name="shared-resource",
    why="another Application owns it",
    more="argocd app get {app}",
    fix="let one Application own it, or take FailOnSharedResource=true away",
)

ROWS: tuple[Row, ...] = (
    row(NAMESPACE_GONE, r"in namespace (?P<needed>\S+) because it is being terminated"),
    row(_WEBHOOK, r'failed calling webhook "(?P<webhook>[^"]+)"'),
    row(_WEBHOOK.replace(why="the conversion webhook of its kind does not answer"), r"conversion webhook for .+fail"),
    row(_DENIED, r'admission webhook "(?P<webhook>[^"]+)" denied'),
    row(_DENIED, r"(?:ValidatingAdmissionPolicy|policy) '(?P<webhook>[^']+)'.{0,300}? denied"),
    row(_QUOTA, r"exceeded quota: (?P<quota>[^\s,]+)"),
    row(_NO_NAMESPACE, r'namespaces "(?P<needed>[^"]+)" not found'),
    row(_VERSION, r"could not find version .+ is installed on the destination cluster"),
    row(_DEFINITION, r"Make sure the .+ CRD is installed|no matches for kind|could not find the requested resource"),
    row(_PROJECT, r"not permitted in project '?(?P<project>[^\s']+)"),
    row(_RIGHTS, r"is forbidden: User .+ cannot (?P<verb>\w+) resource"),
    row(_IMMUTABLE, r"field is immutable|updates to statefulset spec for fields other|is immutable after"),
    row(_CONFLICT, r"Apply failed with \d+ conflict|the object has been modified"),
    row(_TOO_LONG, r"metadata\.annotations: Too long"),
    row(_LARGE, r"[Rr]equest entity too large|etcdserver: request is too large|data: Too long"),
    row(_SHARED, r"is part of applications|Shared resource found"),
    row(_UNREACHABLE, r"connection refused|i/o timeout|no such host|context deadline exceeded|TLS handshake|x509"),
    row(_INVALID, r"is invalid|strict decoding error|unknown field|ValidationError|unable to decode|cannot unmarshal"),
    row(_INVALID.replace(why="the API server refuses it"), r"is forbidden|error validating|admission"),
)  # fmt: skip

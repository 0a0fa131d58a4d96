"""A table of the kinds that run pods: the paths of their pod templates, and when the pods run."""

from enum import StrEnum

from cmp.value import Value


class Runs(StrEnum):
    """When the pods of a kind run."""

    ALWAYS = "always"
    ONCE = "once"  # from when it is applied to their end
    LATER = "later"  # when a schedule or a queue says so


class Shape(Value):
    """The paths to the pods of a kind.

    `templates` leads to the mappings that have `metadata.labels`, and `spec` from there to the pod's spec. `containers`
    and `first` lead from the spec to the containers, and to those that run before the others.
    """

    templates: str = "spec.template"
    spec: str = "spec"
    runs: Runs = Runs.ALWAYS
    containers: tuple[str, ...] = ("containers[]", "ephemeralContainers[]")
    first: tuple[str, ...] = ("initContainers[]",)


_ALWAYS = Shape()
_ONCE = Shape(runs=Runs.ONCE)
_STEPS = ("templates[].container", "templates[].script", "templates[].containerSet.containers[]")
_FIRST_STEPS = ("templates[].initContainers[]",)

WORKLOADS = {
    ("", "Pod"): Shape(templates=""),
    ("", "ReplicationController"): _ALWAYS,
    ("apps", "DaemonSet"): _ALWAYS,
    ("apps", "Deployment"): _ALWAYS,
    ("apps", "ReplicaSet"): _ALWAYS,
    ("apps", "StatefulSet"): _ALWAYS,
    ("batch", "CronJob"): Shape(templates="spec.jobTemplate.spec.template", runs=Runs.LATER),
    ("batch", "Job"): _ONCE,
    ("apps.kruise.io", "AdvancedCronJob"): Shape(templates="spec.template.jobTemplate.spec.template", runs=Runs.LATER),
    ("apps.kruise.io", "BroadcastJob"): _ONCE,
    ("apps.kruise.io", "CloneSet"): _ALWAYS,
    ("apps.kruise.io", "DaemonSet"): _ALWAYS,
    ("apps.kruise.io", "StatefulSet"): _ALWAYS,
    ("apps.openshift.io", "DeploymentConfig"): _ALWAYS,
    ("argoproj.io", "CronWorkflow"): Shape(
        templates="spec", spec="workflowSpec", runs=Runs.LATER, containers=_STEPS, first=_FIRST_STEPS
    ),
    ("argoproj.io", "Rollout"): _ALWAYS,
    ("argoproj.io", "Workflow"): Shape(templates="", runs=Runs.ONCE, containers=_STEPS, first=_FIRST_STEPS),
    ("batch.volcano.sh", "Job"): Shape(templates="spec.tasks[].template", runs=Runs.ONCE),
    ("jobset.x-k8s.io", "JobSet"): Shape(templates="spec.replicatedJobs[].template.spec.template", runs=Runs.ONCE),
    ("keda.sh", "ScaledJob"): Shape(templates="spec.jobTargetRef.template", runs=Runs.LATER),
    ("ray.io", "RayCluster"): Shape(templates="spec.headGroupSpec.template"),
    ("serving.knative.dev", "Service"): _ALWAYS,
    ("sparkoperator.k8s.io", "SparkApplication"): Shape(
        templates="", runs=Runs.ONCE, containers=("driver", "executor"), first=()
    ),
}

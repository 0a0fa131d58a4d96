"""The reasons of needs between objects with an example each, for the reference.

A need is *must* where the sync fails or hangs without it, else *should*. Only a *must* makes a wave; but what an object
reads moves with it. In a cycle of needs the one that stands lowest in this table is left out; a cycle of declared
needs is an error. A wave or weight that is written on an object stays, and a Sync hook that the chart's author wrote
with `argocd.argoproj.io/hook` is not moved. Where a sync would hang in any order, nothing is inferred, and the plan
names the objects.
"""

from cmp.model import Reason

NEEDS = {
    Reason.DECLARED: (
        "a rule's `after` and `before`; `config.kubernetes.io/depends-on`; Helm's resource groups (HIP-0025)",
        "always",
    ),
    Reason.WEIGHT: ("hooks that move keep the order of their weights", "always"),
    Reason.DEFINITION: ("a CustomResourceDefinition before its objects", "always"),
    Reason.ADMISSION: (
        "the workload of a webhook that fails closed, and what writes its certificate, before the objects it covers",
        "always",
    ),
    Reason.CONVERSION: ("the workload of a conversion webhook before objects of another version", "always"),
    Reason.WATCHED: (
        "a script waits for a Job, workload, Service, Secret or CRD",
        "for hooks, and for Jobs that are not deleted within 60 seconds",
    ),
    Reason.ADDRESS: ("a variable, argument or mounted file names a Service as a host", "for hooks that Swell moves"),
    Reason.REFERENCE: ("ConfigMaps, Secrets, ServiceAccounts, claims, backends, scale targets, roles", "for hooks"),
    Reason.PRODUCER: (
        "a Secret that a Certificate, an ExternalSecret, a database cluster or a Job's command writes",
        "for hooks and Jobs, and where a Job writes it",
    ),
    Reason.CONTROLLER: ("a controller's Deployment before its custom resources", "never"),
}
"""An example of each reason that users meet, and when it is a must."""

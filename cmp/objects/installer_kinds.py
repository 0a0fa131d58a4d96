"""Tables of the kinds whose objects install other kinds, and of the fields that tell which."""

NAMED: dict[tuple[str, str], tuple[str, ...]] = {
    ("argoproj.io", "Application"): (),
    ("argoproj.io", "ApplicationSet"): (),
    ("helm.cattle.io", "HelmChart"): ("spec.chart",),
    ("helm.toolkit.fluxcd.io", "HelmRelease"): ("spec.chart.spec.chart", "spec.chartRef.name"),
    ("kustomize.toolkit.fluxcd.io", "Kustomization"): (),
    ("olm.operatorframework.io", "ClusterExtension"): ("spec.source.catalog.packageName",),
    ("operator.knative.dev", "KnativeEventing"): (),
    ("operator.knative.dev", "KnativeServing"): (),
    ("operator.tekton.dev", "TektonConfig"): (),
    ("operators.coreos.com", "ClusterServiceVersion"): ("metadata.name",),
    ("operators.coreos.com", "Subscription"): ("spec.name",),
    ("pkg.crossplane.io", "Configuration"): ("spec.package",),
    ("pkg.crossplane.io", "Provider"): ("spec.package",),
}
"""Which install what their name may tell, and the fields that hold it; none where the name is anybody's choice."""

EXACT: dict[tuple[str, str], tuple[str, str, tuple[str, ...]]] = {
    ("apiextensions.crossplane.io", "CompositeResourceDefinition"): (
        "spec.group", "", ("spec.names.kind", "spec.claimNames.kind"),
    ),
    ("kro.run", "ResourceGraphDefinition"): ("spec.schema.group", "kro.run", ("spec.schema.kind",)),
    ("templates.gatekeeper.sh", "ConstraintTemplate"): (
        "", "constraints.gatekeeper.sh", ("spec.crd.spec.names.kind",),
    ),
}  # fmt: skip
"""Which say themselves what they define: the field with its group, the group without one, the fields with its kinds."""

INSTALLERS = (*NAMED, *EXACT)
"""Kinds whose objects may define other kinds while a sync runs."""

TELLING = (*(kind for kind, fields in NAMED.items() if fields), *EXACT)
"""Those of them that tell which."""

"""The kinds for which Argo CD has a health script, by the version that added it; no version has removed one.

Source: resource_customizations/<group>/<kind>/health.lua of Argo CD 3.4.13, 3.5.7 and 3.6.1, which have 227, 238 and
293 of them; `tools/argocd_module.py` lists them. `_` stands for any kind, and for any group with that ending.
"""

from functools import cache

from cmp.argocd.versions import NEWEST, up_to

SCRIPTS: dict[str, dict[str, str]] = {
    "3.4": {
        "_.cnrm.cloud.google.com": "_",
        "_.crossplane.io": "_",
        "_.upbound.io": "_",
        "acid.zalan.do": "postgresql",
        "addons.cluster.x-k8s.io": "ClusterResourceSet",
        "apiextensions.k8s.io": "CustomResourceDefinition",
        "apps.3scale.net": "APIManager",
        "apps.kruise.io": "AdvancedCronJob BroadcastJob CloneSet DaemonSet StatefulSet",
        "apps.openshift.io": "DeploymentConfig",
        "argoproj.io": "AnalysisRun ApplicationSet CronWorkflow EventBus Experiment Rollout",
        "astra.netapp.io": (
            "AppVault Application Backup ExecHook ExecHooksRun ResourceBackup ResticVolumeBackup Schedule Snapshot"
        ),
        "batch": "CronJob",
        "beat.k8s.elastic.co": "Beat",
        "bitnami.com": "SealedSecret",
        "camel.apache.org": "Integration",
        "capabilities.3scale.net": (
            "ActiveDoc Application ApplicationAuth Backend CustomPolicyDefinition DeveloperAccount DeveloperUser "
            "OpenAPI Product ProxyConfigPromote Tenant"
        ),
        "cassandra.rook.io": "Cluster",
        "cdi.kubevirt.io": "DataVolume",
        "ceph.rook.io": "CephCluster CephObjectStore",
        "cert-manager.io": "Certificate ClusterIssuer Issuer",
        "certmanager.k8s.io": "Certificate Issuer",
        "clickhouse-keeper.altinity.com": "ClickHouseKeeperInstallation",
        "clickhouse.altinity.com": "ClickHouseInstallation",
        "cloudfront.aws.crossplane.io": "Distribution",
        "cluster.x-k8s.io": "Cluster Machine MachineDeployment MachineHealthCheck MachinePool",
        "controlplane.cluster.x-k8s.io": "AWSManagedControlPlane",
        "coralogix.com": "Alert RecordingRuleGroupSet",
        "core.humio.com": "HumioAction HumioAlert HumioCluster HumioIngestToken HumioParser HumioRepository HumioView",
        "core.spinkube.dev": "SpinApp",
        "datadoghq.com": "DatadogMetric",
        "db.atlasgo.io": "AtlasMigration AtlasSchema",
        "elasticsearch.k8s.elastic.co": "Elasticsearch",
        "external-secrets.io": "ClusterExternalSecret ClusterSecretStore ExternalSecret PushSecret SecretStore",
        "flagger.app": "Canary",
        "flink.apache.org": "FlinkDeployment",
        "game.kruise.io": "GameServer GameServerSet",
        "gateway.networking.k8s.io": "GRPCRoute Gateway HTTPRoute",
        "gateway.solo.io": "Gateway MatchableHttpGateway RouteOption RouteTable VirtualHostOption VirtualService",
        "gloo.solo.io": "Proxy Settings Upstream UpstreamGroup",
        "grafana-org-operator.kubitus-project.gitlab.io": "_",
        "grafana.integreatly.org": "Grafana GrafanaDashboard GrafanaDatasource GrafanaFolder",
        "helm.toolkit.fluxcd.io": "HelmRelease",
        "iam.aws.crossplane.io": "Policy Role RolePolicyAttachment",
        "iammanager.keikoproj.io": "Iamrole",
        "image.toolkit.fluxcd.io": "ImagePolicy ImageRepository ImageUpdateAutomation",
        "install.istio.io": "IstioOperator",
        "jaegertracing.io": "Jaeger",
        "k8s.keycloak.org": "Keycloak",
        "k8s.mariadb.com": "Backup Database Grant MariaDB SqlJob User",
        "kafka.banzaicloud.io": "KafkaCluster",
        "kafka.strimzi.io": "Kafka KafkaBridge KafkaConnect KafkaConnector KafkaTopic KafkaUser",
        "karpenter.k8s.aws": "EC2NodeClass",
        "karpenter.sh": "NodePool",
        "keda.sh": "ScaledJob ScaledObject",
        "kiali.io": "Kiali",
        "kubernetes-client.io": "ExternalSecret",
        "kubevirt.io": "VirtualMachine VirtualMachineInstance",
        "kustomize.toolkit.fluxcd.io": "Kustomization",
        "kyverno.io": "Policy",
        "lifecycle.keptn.sh": "KeptnAppVersion KeptnEvaluation KeptnTask KeptnWorkloadInstance KeptnWorkloadVersion",
        "logstash.k8s.elastic.co": "Logstash",
        "mariadb.mmontes.io": "MariaDB",
        "metrics.keptn.sh": "Analysis KeptnMetric",
        "minio.min.io": "Tenant",
        "monitoring.coreos.com": "Prometheus",
        "networking.gke.io": "ManagedCertificate",
        "nmstate.io": "NodeNetworkConfigurationPolicy",
        "notification.toolkit.fluxcd.io": "Receiver",
        "numaflow.numaproj.io": "InterStepBufferService MonoVertex Pipeline Vertex",
        "numaplane.numaproj.io": "ISBServiceRollout MonoVertexRollout NumaflowControllerRollout PipelineRollout",
        "objectbucket.io": "ObjectBucketClaim",
        "ocs.openshift.io": "StorageCluster",
        "onepassword.com": "OnePasswordItem",
        "openfaas.com": "Function",
        "opentelemetry.io": "OpenTelemetryCollector",
        "operator.knative.dev": "KnativeEventing KnativeServing",
        "operator.openshift.io": "IngressController",
        "operators.coreos.com": "Subscription",
        "pkg.crossplane.io": "Provider",
        "platform.confluent.io": "Connect Connector ControlCenter Kafka KsqlDB SchemaRegistry Zookeeper",
        "policy": "PodDisruptionBudget",
        "policy.open-cluster-management.io": "CertificatePolicy ConfigurationPolicy OperatorPolicy Policy",
        "postgresql.cnpg.io": "Cluster",
        "proclaim.dogmatiq.io": "DNSSDServiceInstance",
        "projectcontour.io": "ExtensionService HTTPProxy",
        "promoter.argoproj.io": "ArgoCDCommitStatus ChangeTransferPolicy CommitStatus PromotionStrategy PullRequest",
        "psmdb.percona.com": "PerconaServerMongoDB",
        "pxc.percona.com": "PerconaXtraDBCluster",
        "rabbitmq.com": "Binding Exchange Permission Policy Queue RabbitmqCluster Shovel User Vhost",
        "rds.aws.crossplane.io": "DBCluster DBInstance",
        "rollouts.kruise.io": "Rollout",
        "route.openshift.io": "Route",
        "route53.aws.crossplane.io": "ResourceRecordSet",
        "s3.aws.crossplane.io": "Bucket",
        "services.cloud.sap.com": "ServiceBinding ServiceInstance",
        "serving.knative.dev": "Service",
        "serving.kserve.io": "InferenceService",
        "snapshot.storage.k8s.io": "VolumeSnapshot VolumeSnapshotContent",
        "solr.apache.org": "SolrCloud",
        "source.toolkit.fluxcd.io": "Bucket GitRepository HelmChart HelmRepository OCIRepository",
        "sparkoperator.k8s.io": "SparkApplication",
        "spot.io": "SpotDeployment",
        "stacks.crossplane.io": "ClusterStackInstall",
        "tower.ansible.com": "AnsibleJob",
        "trident.netapp.io": "TridentBackendConfig TridentOrchestrator",
        "work.karmada.io": "ClusterResourceBinding ResourceBinding",
        "zookeeper.pravega.io": "ZookeeperCluster",
    },
    "3.5": {
        "core.gardener.cloud": "Shoot",
        "gateway.networking.k8s.io": "BackendTLSPolicy GatewayClass",
        "karpenter.sh": "NodeClaim",
        "operator.victoriametrics.com": "_",
        "promoter.argoproj.io": (
            "ClusterScmProvider GitCommitStatus GitRepository ScmProvider TimedCommitStatus WebRequestCommitStatus"
        ),
    },
    "3.6": {
        "_.services.k8s.aws": "_",
        "acme.cert-manager.io": "Challenge Order",
        "addons.projectcapsule.dev": "GlobalSopsSecret SopsProvider SopsSecret",
        "capsule.clastix.io": (
            "CapsuleConfiguration CustomQuota GlobalCustomQuota GlobalProxySettings GlobalTenantResource ProxySetting "
            "ResourcePool ResourcePoolClaim Tenant TenantOwner TenantResource"
        ),
        "cert-manager.io": "CertificateRequest",
        "flink.apache.org": "FlinkSessionJob",
        "gateway.envoyproxy.io": (
            "Backend BackendTrafficPolicy ClientTrafficPolicy EnvoyExtensionPolicy EnvoyPatchPolicy SecurityPolicy"
        ),
        "gateway.networking.k8s.io": "ListenerSet TLSRoute",
        "kro.run": "ResourceGraphDefinition _",
        "kyverno.io": "ClusterPolicy",
        "medusa.k8ssandra.io": "MedusaBackupJob MedusaTask",
        "microgateway.airlock.com": "_",
        "monitoring.coreos.com": "Alertmanager ThanosRuler",
        "policies.kyverno.io": (
            "DeletingPolicy GeneratingPolicy ImageValidatingPolicy MutatingPolicy NamespacedDeletingPolicy "
            "NamespacedGeneratingPolicy NamespacedImageValidatingPolicy NamespacedMutatingPolicy "
            "NamespacedValidatingPolicy ValidatingPolicy"
        ),
        "postgresql.cnpg.io": "Backup Database",
        "pulumi.com": "Stack",
        "serving.kserve.io": "LLMInferenceService",
        "tekton.dev": "PipelineRun TaskRun",
        "trust.cert-manager.io": "Bundle",
        "velero.io": "Backup Restore Schedule",
    },
}
"""Version -> group -> the kinds that it brought; the first is the oldest that Swell knows."""


@cache
def kinds(version: str) -> dict[str, frozenset[str]]:
    """Return the kinds that have a script in a version of Argo CD, by group."""
    found: dict[str, frozenset[str]] = {}
    for each in up_to(version):
        for group, names in SCRIPTS[each].items():
            found[group] = found.get(group, frozenset()) | frozenset(names.split())
    return found


@cache
def script(group: str, kind: str, version: str = NEWEST) -> str:
    """Return the script by which Argo CD judges a kind, as `group/Kind` with its `_`; "" if there is none.

    A script for the very kind goes before one for any kind (GetHealthScript in util/lua/lua.go).
    """
    known = kinds(version)
    for name in (kind, "_"):
        if name in known.get(group, ()):
            return f"{group}/{name}"
    endings = (each for each in known if each.startswith("_.") and group.endswith(each[1:]))
    return next((f"{ending}/_" for ending in sorted(endings)), "")

"""Objects with data that are removed, or become hooks, which Argo CD deletes at each sync."""

from collections.abc import Iterator

from cmp.argocd.annotations import SYNC_OPTIONS
from cmp.argocd.hooks import Role, delete_policies, phases, role, words
from cmp.model import Manifest, Severity
from cmp.review.model import Danger, Side, Sort

_CLAIM = "with it goes the claim's volume, unless its reclaim policy is Retain"
_DATABASE = "its controller deletes the database with it"
HOLDERS = {
    ("", "Namespace"): "with it goes everything in it",
    ("", "PersistentVolume"): "the volume is no longer known",
    ("", "PersistentVolumeClaim"): _CLAIM,
    ("apiextensions.k8s.io", "CustomResourceDefinition"): "with it go all objects of its kind, in all namespaces",
    ("apps", "StatefulSet"): "its claims stay, and its pods end",
    **dict.fromkeys(
        (
            ("acid.zalan.do", "postgresql"),
            ("cassandra.datastax.com", "CassandraDatacenter"),
            ("clickhouse.altinity.com", "ClickHouseInstallation"),
            ("databases.spotahome.com", "RedisFailover"),
            ("elasticsearch.k8s.elastic.co", "Elasticsearch"),
            ("k8s.mariadb.com", "MariaDB"),
            ("kafka.strimzi.io", "Kafka"),
            ("kafka.strimzi.io", "KafkaTopic"),
            ("minio.min.io", "Tenant"),
            ("mongodb.com", "MongoDB"),
            ("mongodbcommunity.mongodb.com", "MongoDBCommunity"),
            ("mysql.oracle.com", "InnoDBCluster"),
            ("opensearch.opster.io", "OpenSearchCluster"),
            ("postgres-operator.crunchydata.com", "PostgresCluster"),
            ("postgresql.cnpg.io", "Cluster"),
            ("postgresql.cnpg.io", "Database"),
            ("psmdb.percona.com", "PerconaServerMongoDB"),
            ("pxc.percona.com", "PerconaXtraDBCluster"),
            ("rabbitmq.com", "RabbitmqCluster"),
            ("scylla.scylladb.com", "ScyllaCluster"),
        ),
        _DATABASE,
    ),
}
"""Kinds that hold data, and what is lost with an object of them."""
_STAYS = ("Prune=false", "Delete=false")
_FIX = "keep it, or take a backup first; the sync option Prune=false on it lets it stay"


def dangers(old: Side, new: Side) -> Iterator[Danger]:
    """Yield the objects with data that a prune would delete, and those that would be deleted as hooks."""
    for ref in sorted(old.by_ref.keys() - new.by_ref.keys()):
        manifest = old.by_ref[ref]
        if (lost := HOLDERS.get(ref.group_kind)) and role(manifest.head.annotations) is Role.RESOURCE:
            kept = _STAYS[0] in words(manifest.head.annotations.get(SYNC_OPTIONS, ""))
            grave = Severity.WARNING if ref.kind == "StatefulSet" else Severity.ERROR
            yield Danger(
                sort=Sort.DATA,
                severity=Severity.INFO if kept else grave,
                ref=ref,
                message="it is removed, and stays: Prune=false" if kept else f"a prune deletes it: {lost}",
                fix="delete it by hand when its data is not needed any more" if kept else _FIX,
            )
    for ref, manifest in sorted(new.by_ref.items()):
        if ref.group_kind in HOLDERS and _deleted(manifest) and not _deleted(old.by_ref.get(ref)):
            yield Danger(
                sort=Sort.DATA,
                severity=Severity.ERROR,
                ref=ref,
                message=f"it becomes a hook, which Argo CD deletes at each sync: {HOLDERS[ref.group_kind]}",
                fix="take the hook annotation away, and order it by its wave alone",
            )


def _deleted(manifest: Manifest | None) -> bool:
    """Tell whether a sync deletes an object as a hook."""
    if manifest is None:
        return False
    annotations = manifest.head.annotations
    hook = role(annotations) is Role.HOOK and phases(annotations)
    return bool(hook) and delete_policies(annotations) != ("HookFailed",)

"""A table of the programs that are simulated, each with the function that reads its command line."""

from collections.abc import Callable

from cmp.waits.nouns.probe import Attempt, Call
from cmp.waits.vocabulary.kubectl import kubectl
from cmp.waits.vocabulary.made import certificates
from cmp.waits.vocabulary.network import curl, grpc, mongo, mysql, netcat, postgres, redis, resolved, wget
from cmp.waits.vocabulary.waiters import dockerize, entrypoint, k8s_wait_for, wait4x, wait_for_it

PROGRAMS: dict[str, Callable[[Call], Attempt | None]] = {
    "kubectl": kubectl,
    "oc": kubectl,
    "k8s-wait-for": k8s_wait_for,
    "wait_for": k8s_wait_for,
    "wait-for-it": wait_for_it,
    "wait-for": wait_for_it,
    "wait4x": wait4x,
    "dockerize": dockerize,
    "kubernetes-entrypoint": entrypoint,
    "nc": netcat,
    "ncat": netcat,
    "netcat": netcat,
    "curl": curl,
    "wget": wget,
    "pg_isready": postgres,
    "psql": postgres,
    "mysqladmin": mysql,
    "mysql": mysql,
    "mariadb-admin": mysql,
    "mariadb": mysql,
    "redis-cli": redis,
    "mongosh": mongo,
    "mongo": mongo,
    "grpc_health_probe": grpc,
    "grpc-health-probe": grpc,
    "nslookup": resolved,
    "getent": resolved,
    "kube-webhook-certgen": certificates,
}
"""By name, without the folder and without `.sh`."""
ENTRYPOINTS = (
    "curl",
    "dockerize",
    "k8s-wait-for",
    "kube-webhook-certgen",
    "kubectl",
    "kubernetes-entrypoint",
    "wait-for-it",
    "wait4x",
)
"""The programs that images of their name run by themselves."""


def program_of(path: str) -> str:
    """Return the name by which a program is known: `/opt/wait-for-it.sh` is `wait-for-it`."""
    return path.rpartition("/")[2].removesuffix(".sh")


def entry(image: str) -> str:
    """Return the program that an image runs by itself, "" if that is not known."""
    name = image.partition("@")[0].rpartition("/")[2].partition(":")[0]
    if "certgen" in name:
        return "kube-webhook-certgen"
    return name if name in ENTRYPOINTS else ""


def attempted(call: Call) -> Attempt | None:
    """Return what a command does, None if its program is not known or not followed."""
    row = PROGRAMS.get(call.program)
    return row(call) if row else None

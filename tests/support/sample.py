"""Small syncs to make reports of."""

import random
from collections.abc import Iterable
from itertools import pairwise

from cmp.argocd.deadlock import stalls
from cmp.argocd.simulate import simulate
from cmp.manifests.split import split
from cmp.model import Decision, Edge, Manifest, Need, Place, Reason, Ref, Strength, UnclearNeed
from cmp.objects.objects import Objects
from cmp.report.sync import SyncReport
from cmp.transform.result import Arranged

GROUPS = {
    "Deployment": "apps/v1",
    "Ingress": "networking.k8s.io/v1",
    "Job": "batch/v1",
    "PostgresCluster": "postgres-operator.crunchydata.com/v1beta1",
}
HOOK, WAVE = "argocd.argoproj.io/hook", "argocd.argoproj.io/sync-wave"


def manifest(who: str, *, namespace: str = "", **annotations: str) -> Manifest:
    """Return an object `Kind/name`; `hook`, `wave`, `helm` and `weight` are its annotations."""
    keys = {"hook": HOOK, "wave": WAVE, "helm": "helm.sh/hook", "weight": "helm.sh/hook-weight"}
    kind, name = who.split("/", 1)
    lines = "".join(f"    {keys[key]}: {value!r}\n" for key, value in annotations.items())
    within = f"  namespace: {namespace}\n" if namespace else ""
    text = f"apiVersion: {GROUPS.get(kind, 'v1')}\nkind: {kind}\nmetadata:\n  name: {name!r}\n{within}"
    return split(text + (f"  annotations:\n{lines}" if lines else ""), namespace="shop")[0]


def edge(
    before: Manifest,
    after: Manifest,
    why: str = "reads it",
    *,
    need: Need = Need.EXISTS,
    strength: Strength = Strength.MUST,
    blocks: bool = True,
) -> Edge:
    """Return that one object needs another."""
    return Edge(
        before=before.ref,
        after=after.ref,
        need=need,
        strength=strength,
        reason=Reason.REFERENCE,
        blocks=blocks,
        whys=tuple(why.split("|")),
    )


def decision(ref: Ref, key: str, value: str, why: str) -> Decision:
    """Return that an annotation was written."""
    return Decision(ref=ref, place=Place.ANNOTATIONS, key=key, value=value, why=why)


def account(
    manifests: Iterable[Manifest], *edges: Edge, decisions: Iterable[Decision] = (), fix: str = "do otherwise"
) -> SyncReport:
    """Return what is told of some manifests, those of an application `web`."""
    manifests = tuple(manifests)
    made = list(decisions)
    arranged = Arranged.of(Objects(manifests))
    arranged = arranged.after(
        one.replace(decisions=tuple(each for each in made if each.ref == one.rendered.ref)) for one in arranged.subjects
    )
    plan = simulate(manifests)
    found = stalls(plan, edges)
    return SyncReport(
        app="web",
        namespace="shop",
        title="web → shop",
        plan=plan,
        arranged=arranged,
        edges=edges,
        stalls=found,
        fix=fix if found else "",
    )


def unclear() -> SyncReport:
    """Return a workload that may need a hook which starts when the workload is healthy."""
    web, job = manifest("Deployment/web"), manifest("Job/load-schema", hook="PostSync")
    need = UnclearNeed(before=job.ref, after=web.ref, why="its readiness may need it")
    return account([web, job]).replace(unclear=(need,), fix="do otherwise")


def database() -> SyncReport:
    """Return a database, its Jobs and three services, ordered by Swell."""
    cluster = manifest("PostgresCluster/eoapi", wave="-4")
    config = manifest("ConfigMap/eoapi-initdb", wave="-3")
    jobs = [
        manifest(f"Job/eoapi-pgstac-{name}", hook="Sync", wave=wave)
        for name, wave in (("superuser-init-db", "-3"), ("migrate", "-2"), ("load-samples", "-1"))
    ]
    services = [manifest(f"Deployment/eoapi-{name}") for name in ("raster", "stac", "vector")]
    ingress = manifest("Ingress/eoapi")
    rest = [manifest(f"ConfigMap/other-{number}") for number in range(17)]
    edges = [edge(cluster, job, "reads Secret eoapi-pguser-eoapi, which it writes", need=Need.READY) for job in jobs]
    edges += [edge(config, jobs[0], "volumes[0] mounts ConfigMap/eoapi-initdb")]
    edges += [
        edge(before, after, "weight -6 comes before weight -5", need=Need.READY) for before, after in pairwise(jobs)
    ]
    edges += [
        edge(jobs[1], one, "its init container waits for it|reads what it writes", need=Need.READY) for one in services
    ]
    edges += [
        edge(one, ingress, f"its backend is {one.ref}", strength=Strength.SHOULD, blocks=False) for one in services
    ]
    wrote = [(cluster, WAVE, "-4", "the Jobs below read Secrets that it writes")]
    wrote += [(config, WAVE, "-3", "volumes[0] of Job/eoapi-pgstac-superuser-init-db mounts it")]
    wrote += [(job, HOOK, "Sync", f"was post-install, weight {-6 + index}") for index, job in enumerate(jobs)]
    decisions = [decision(one.ref, key, value, why) for one, key, value, why in wrote]
    return account([cluster, config, *jobs, *services, ingress, *rest], *edges, decisions=decisions)


def deadlock() -> SyncReport:
    """Return the same as its chart has it: the services wait for a Job that starts after them."""
    job = manifest("Job/eoapi-pgstac-migrate", helm="post-install", weight="-5")
    services = [manifest(f"Deployment/eoapi-{name}") for name in ("raster", "stac", "vector")]
    why = "its init container waits for it"
    edges = [edge(job, one, why, need=Need.READY) for one in services]
    return account([job, *services, manifest("ConfigMap/c")], *edges, fix="let Swell order it (plugin name: swell)")


def many(number: int) -> SyncReport:
    """Return a sync of many objects, half of which need others."""
    configs = [manifest(f"ConfigMap/c-{index}", wave=str(index % 3 - 2)) for index in range(number // 2)]
    services = [manifest(f"Deployment/web-{index}") for index in range(number // 2)]
    pairs = zip(configs[::2], services[::2], strict=True)
    return account([*configs, *services], *(edge(one, other, strength=Strength.SHOULD) for one, other in pairs))


def crowded() -> SyncReport:
    """Return a sync of nine waves, one to twelve objects in each, with needs from anywhere to anywhere."""
    chance = random.Random(7)  # noqa: S311  (the same at each run, no secret)
    objects = [
        manifest(f"{chance.choice(('ConfigMap', 'Deployment', 'Job'))}/w{wave}-{number}", wave=str(wave))
        for wave in range(9)
        for number in range(chance.randint(1, 12))
    ]
    pairs = {tuple(chance.sample(range(len(objects)), 2)) for _ in range(90)}
    strengths = list(Strength)
    edges = [edge(objects[one], objects[other], strength=chance.choice(strengths)) for one, other in sorted(pairs)]
    return account(objects, *edges)


def wicked() -> SyncReport:
    """Return a sync whose every text would break a page that does not escape."""
    bad = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
    job, config = manifest("Job/<script>alert(3)", hook="PreSync"), manifest('ConfigMap/<b>&"quot')
    wrote = [decision(job.ref, HOOK, "PreSync", bad)]
    return account([job, config], edge(config, job, bad), decisions=wrote, fix=bad).replace(title=f"web {bad}")

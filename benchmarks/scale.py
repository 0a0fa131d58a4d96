"""How long ordering and simulating many objects takes, once they are read; told with how it grows.

usage: python benchmarks/scale.py

Exits with 1 if 5,000 objects take longer than they may, or if four times the objects take more than n log n allows.
"""

import gc
import math
import statistics
import sys
import time
from collections.abc import Iterator

from cmp import dialect
from cmp.argocd.simulate import simulate
from cmp.config.model import Config
from cmp.config.read import from_text
from cmp.manifests.split import split
from cmp.model import Manifest
from cmp.objects.objects import Objects
from cmp.order.edges import edges
from cmp.render.stages import Context, arrange
from cmp.sources.paths import PathResolver

NAMESPACES = 50
SECONDS = 2.0
NOISE = 1.25
TIERS = """\
apiVersion: swell/v1
order:
  tiers:
    - {name: configuration, match: {kind: [ConfigMap, Secret, ServiceAccount]}}
    - {name: jobs, match: {kind: Job}, hook: Sync}
    - {name: applications, default: true}
    - {name: edge, match: {kind: [Ingress, HorizontalPodAutoscaler]}}
"""


def documents(count: int) -> Iterator[dict[str, object]]:
    """Yield so many objects in groups of ten: a service with its configuration, a Job, and what lies before it."""
    for number in range(count // 10):
        namespace, name = f"team-{number % NAMESPACES}", f"app-{number}"

        def made(
            version: str, kind: str, suffix: str, namespace: str = namespace, name: str = name, **more: object
        ) -> dict[str, object]:
            metadata = {"name": f"{name}{suffix}", "namespace": namespace, "labels": {"app": name}}
            return {"apiVersion": version, "kind": kind, "metadata": metadata, **more}

        reads = [
            {"name": f"V{index}", "valueFrom": {kind: {"name": f"app-{owner}-{index}", "key": "k"}}}
            for index, kind in enumerate(("configMapKeyRef", "configMapKeyRef", "secretKeyRef", "secretKeyRef"))
            for owner in (number, number - NAMESPACES)
        ]
        pod = {
            "serviceAccountName": name,
            "containers": [{"name": "main", "image": "example.com/main", "env": reads}],
        }
        neighbour = {"name": "API_URL", "value": f"http://app-{number - NAMESPACES}:80/"}
        serving = {**pod, "containers": [{"name": "main", "image": "example.com/main", "env": [*reads, neighbour]}]}
        wait = {"name": "wait", "command": ["kubectl", "wait", "--for=condition=complete", f"job/{name}-migrate"]}
        template = {"metadata": {"labels": {"app": name}}, "spec": serving | {"initContainers": [wait]}}
        yield from (made("v1", "ConfigMap", f"-{index}") for index in (0, 1))
        yield from (made("v1", "Secret", f"-{index}") for index in (2, 3))
        yield made("v1", "ServiceAccount", "")
        yield made("batch/v1", "Job", "-migrate", spec={"template": {"spec": pod}})
        yield made("apps/v1", "Deployment", "", spec={"template": template})
        yield made("v1", "Service", "", spec={"selector": {"app": name}})
        backend = {"service": {"name": name, "port": {"number": 80}}}
        yield made("networking.k8s.io/v1", "Ingress", "", spec={"defaultBackend": backend})
        target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
        yield made("autoscaling/v2", "HorizontalPodAutoscaler", "", spec={"scaleTargetRef": target})


def read(count: int) -> tuple[Manifest, ...]:
    """Return manifests whose documents are parsed."""
    text = "".join(f"---\n{dialect.to_json(document)}\n" for document in documents(count))
    manifests = split(text, namespace="bench")
    for manifest in manifests:
        manifest.document  # noqa: B018  (it is kept from now on)
    return manifests


def seconds(manifests: tuple[Manifest, ...], config: Config) -> float:
    """Order and simulate; return how long that took, the middle of three times."""
    times = []
    for _ in range(3):
        gc.collect()
        gc.freeze()
        start = time.perf_counter()
        simulate(arrange(Objects(manifests, config), Context(config=config)).manifests)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure 2,500, 5,000 and 10,000 objects."""
    gc.disable()  # as the program itself does
    config = from_text(TIERS, PathResolver(folder="/apps/bench", root="/apps/bench"), shown="swell.yaml")
    found: dict[int, float] = {}
    for count in (2_500, 5_000, 10_000):
        manifests = read(count)
        found[count] = seconds(manifests, config)
        found_edges = edges(Objects(manifests))
        print(
            f"{count:6} objects, {len(found_edges):6} edges, {len(config.tiers)} tiers, {NAMESPACES} namespaces: "
            f"{found[count]:5.2f} s"
        )
    growth, allowed = found[10_000] / found[2_500], 4 * math.log(10_000) / math.log(2_500) * NOISE
    print(f"four times the objects take {growth:.1f} times as long (n log n and noise allow {allowed:.1f})")
    fine = found[5_000] < SECONDS and growth < allowed
    print("" if fine else "TOO MUCH")
    sys.exit(not fine)


if __name__ == "__main__":
    main()

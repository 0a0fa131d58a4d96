"""What install/monitoring has: Prometheus evaluates each alert and query of the dashboard on what it has scraped."""

import json
import math
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from image_program import PYTHON
from installs import HERE, built, documents, named, pod, with_kustomize
from programs import TOP
from prometheus import LABELS, Prometheus, program, scraping
from registries import free_port
from resident import Gate, rendering, until
from sidecars import SHOP, TELLING, Sidecar, started

from cmp.telemetry.record import line, read

MONITORING = TOP / "install/monitoring"
ALERTS = yaml.safe_load((MONITORING / "alerts.yaml").read_text())["spec"]
RULES = {rule["alert"]: rule["expr"] for group in ALERTS["groups"] for rule in group["rules"]}
DASHBOARD = json.loads((MONITORING / "dashboard.json").read_text())
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
UNREACHABLE = """apiVersion: swell/v1
sources: {base: {git: "https://127.0.0.1:1/base.git", revision: main}}
chart: $base/chart
"""
_HELD = 31  # seconds, more than each alert of seconds tolerates


def rules_file(folder: Path) -> Path:
    """Write the rules as a Prometheus without an operator reads them."""
    path = folder / "alerts.rules.yaml"
    path.write_text(yaml.safe_dump(ALERTS))
    return path


class Seen:
    """What Prometheus had of a sidecar, before it ran and in the end."""

    def __init__(self, prometheus: Prometheus) -> None:
        """Ask while no sidecar runs."""
        self.prometheus = prometheus
        self.missing = prometheus.value(RULES["SwellMetricsMissing"])

    def alert(self, name: str) -> list[tuple[dict[str, str], float]]:
        """Return the series for which an alert is pending or fires."""
        return self.missing if name == "SwellMetricsMissing" else self.prometheus.value(RULES[name])


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """Prometheus beside a sidecar that everything has happened to, until all of it is scraped."""
    folder, port = tmp_path_factory.mktemp("sidecar"), free_port()
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", port))
        own = free_port()
    with scraping(tmp_path_factory.mktemp("prometheus"), port, rules_file(folder), port=own) as prometheus:
        found = Seen(prometheus)
        with started(folder, PYTHON, "-c", TELLING, SWELL_METRICS=f"127.0.0.1:{port}") as sidecar:
            until(partial(prometheus.value, "swell_build_info"))
            happen(sidecar, folder)
            until(partial(prometheus.value, "sum(swell_render_seconds_count) == 17"))  # a killed server tells no more
            for starts in range(2, 5):
                os.kill(sidecar.server, signal.SIGKILL)
                until(partial(prometheus.value, f"swell_server_starts_total == {starts}"))
            yield found


def happen(sidecar: Sidecar, folder: Path) -> None:
    """Let a render be held, and others wait, be killed, fail, and be known."""
    gate, server = Gate(folder), sidecar.client_of
    environment = server.environment(folder, SWELL_RENDERS="1")
    held = server.start(SHOP, environment | {"SWELL_HELM": str(gate.program)})
    gate.arrived()
    waiting = server.start(SHOP, environment)
    began = time.monotonic()
    app = folder / "unreachable"
    app.mkdir()
    (app / "swell.yaml").write_text(UNREACHABLE)
    for _ in range(3):
        assert server.run(app, environment)[0] == 2
    for _ in range(6):
        assert server.run(SHOP, environment | {"ARGOCD_APP_PARAMETERS": '[{"name": "x", "string": "y"}]'})[0] == 2
    assert server.run(SHOP, environment | {"SWELL_TIMEOUT": "1"})[0] == 2
    time.sleep(max(0.0, began + _HELD - time.monotonic()))
    gate.open()
    assert all(one.communicate()[0] for one in (held, waiting))
    (folder / "go").unlink()
    killed = server.start(SHOP, environment | {"SWELL_HELM": str(gate.program)})
    gate.arrived(2)
    os.kill(*rendering(sidecar.server), signal.SIGKILL)
    killed.communicate()
    for _ in range(4):
        assert server.run(SHOP, environment | {"SWELL_STORE": str(folder / "store")})[0] == 0


@pytest.mark.parametrize("name", RULES)
def test_an_alert_has_a_series_where_it_should(name: str, seen: Seen) -> None:
    assert seen.alert(name)


def test_the_server_evaluates_all_rules_without_an_error(seen: Seen) -> None:
    (group,) = seen.prometheus.get("rules")["groups"]
    assert {rule["name"]: rule["health"] for rule in group["rules"]} == dict.fromkeys(RULES, "ok")


def test_an_alert_of_the_sidecar_names_the_pod_and_the_cause(seen: Seen) -> None:
    found = [labels for labels, _ in seen.alert("SwellSidecarFailsRenders")]
    assert sorted(labels.pop("cause") for labels in found) == ["killed", "queue"]
    assert found == [LABELS, LABELS]


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_the_dashboard_has_a_series_of_numbers(query: str, seen: Seen) -> None:
    asked = query.replace("$__rate_interval", "5m").replace("$namespace", "argocd")
    assert "$" not in asked
    found = [number for _, number in seen.prometheus.value(asked)]
    assert found
    assert not any(map(math.isnan, found))


def test_promtool_finds_nothing_wrong_and_each_alert_fires_in_time(tmp_path: Path) -> None:
    rules_file(tmp_path)
    (tmp_path / "alerts.test.yaml").write_text((HERE / "monitoring/alerts.test.yaml").read_text())
    for words in (["check", "rules", "alerts.rules.yaml"], ["test", "rules", "alerts.test.yaml"]):
        run = subprocess.run([program("promtool"), *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


def test_each_alert_has_a_case_of_promtools() -> None:
    cases = (HERE / "monitoring/alerts.test.yaml").read_text()
    assert [
        name for name in RULES if not re.search(rf"\b{name}\b", cases.replace("SwellRenders.*", " ".join(RULES)))
    ] == []


def test_kustomize_makes_what_a_cluster_takes_and_all_of_it_names_the_port(tmp_path: Path) -> None:
    run = built(MONITORING)
    assert run.returncode == 0, run.stderr
    made = {document["kind"]: document for document in documents(run.stdout)}
    assert {one["metadata"]["namespace"] for one in made.values()} == {"argocd"}
    assert json.loads(made["ConfigMap"]["data"]["dashboard.json"]) == DASHBOARD
    assert made["PrometheusRule"]["spec"] == ALERTS

    deployment = with_kustomize(tmp_path, ("metrics",))["Deployment"]
    sidecar = named(pod({"Deployment": deployment})["containers"])["swell"]
    (port,) = sidecar["ports"]
    assert named(sidecar["env"])["SWELL_METRICS"]["value"] == str(port["containerPort"])
    (endpoint,), (rule,) = made["PodMonitor"]["spec"]["podMetricsEndpoints"], made["NetworkPolicy"]["spec"]["ingress"]
    assert (endpoint["port"], rule["ports"]) == (port["name"], [{"port": port["containerPort"]}])
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    selectors: list[Any] = [made["PodMonitor"]["spec"]["selector"], made["NetworkPolicy"]["spec"]["podSelector"]]
    assert [one["matchLabels"].items() <= labels.items() for one in selectors] == [True, True]


def test_the_page_has_a_row_for_each_alert_and_a_line_of_the_log() -> None:
    page = (TOP / "docs/install.md").read_text().partition("## Operating it")[2].partition("\n## ")[0]
    assert set(re.findall(r"(?m)^\| `(\w+)` \|", page)) == set(RULES)
    (shown,) = re.findall(r"```json\n(.*\n)```", page)
    assert line(read(shown.encode())).decode() == shown

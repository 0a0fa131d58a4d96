"""Debian's Prometheus: a server that scrapes a port of this machine, and what checks rules."""

import json
import os
import shutil
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from resident import until

LABELS = {"namespace": "argocd", "pod": "argocd-repo-server-0"}
"""What a PodMonitor adds to each series."""


def program(name: str) -> str:
    """Return the path of prometheus or promtool, or skip the test where it is missing."""
    give_up = pytest.fail if os.environ.get("CI") else pytest.skip
    return shutil.which(name) or give_up(f"{name} is missing: apt-get install prometheus")


class Prometheus:
    """A server that runs."""

    def __init__(self, port: int) -> None:
        """Take the port at which it answers."""
        self._base = f"http://127.0.0.1:{port}/api/v1/"

    def get(self, what: str, **words: str) -> Any:
        """Return the data of an answer of its HTTP API."""
        address = f"{self._base}{what}?{urllib.parse.urlencode(words)}"
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  (of this machine)
            return json.load(answer)["data"]

    def value(self, expression: str) -> list[tuple[dict[str, str], float]]:
        """Return the labels and the number of each series that an expression has now."""
        found = self.get("query", query=expression)["result"]
        return [(series["metric"], float(series["value"][1])) for series in found]

    def answers(self) -> bool:
        """Tell whether it serves yet."""
        try:
            return bool(self.get("status/buildinfo"))
        except OSError:
            return False


@contextmanager
def scraping(folder: Path, target: int, rules: Path, *, port: int) -> Iterator[Prometheus]:
    """Run a server, which answers at a port and scrapes another one each second."""
    scrape = {"job_name": "swell", "static_configs": [{"targets": [f"127.0.0.1:{target}"], "labels": LABELS}]}
    seconds = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    config = {"global": seconds, "rule_files": [str(rules)], "scrape_configs": [scrape]}
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    flags = {"config.file": folder / "prometheus.yml", "storage.tsdb.path": folder / "data"}
    words = [f"--{name}={text}" for name, text in (flags | {"web.listen-address": f"127.0.0.1:{port}"}).items()]
    with (folder / "prometheus.log").open("wb") as log:
        running = subprocess.Popen([program("prometheus"), *words], stdout=log, stderr=log)
    try:
        server = Prometheus(port)
        until(lambda: running.poll() is not None or server.answers())
        yield server
    finally:
        running.kill()
        running.wait()

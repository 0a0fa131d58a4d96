"""Workloads that read files of a source, which is the repository that changed."""

import json
import subprocess
from typing import Any

from programs import SWELL
from served import git
from three import Three

FILES = {"bank/limits.env": "LIMIT=10\n", "bank/other.env": "A=1\n"}


def readers(three: Three) -> list[dict[str, Any]]:
    words = [SWELL, "readers", "--changed", "HEAD~1..HEAD", "--apps", str(three.top / "apps"), "--format", "json"]
    here = three.forge.folder / "work" / "bank-configuration"
    run = subprocess.run(
        [*words, "--env", "prod"], cwd=here, env=three.environ(), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    found: list[dict[str, Any]] = json.loads(run.stdout)
    return found


def watching(three: Three) -> None:
    """Let one application watch a file of the configuration, for its Deployments."""
    file = three.top / "apps" / "bank-bitso" / "swell.yaml"
    file.write_text(
        "apiVersion: swell/v1\nextends: /swell.yaml\n"
        "rollout: {watch: [{files: $config/bank/*.env, match: {kind: Deployment}}]}\n"
    )
    three.forge.commit("bank-configuration", FILES)
    git(
        three.forge.folder / "work" / "bank-configuration",
        "remote",
        "add",
        "origin",
        three.forge.url("bank-configuration"),
    )


def test_who_watches_a_file_of_this_repository_reads_it(three: Three) -> None:
    watching(three)
    three.forge.commit("bank-configuration", {"bank/limits.env": "LIMIT=20\n"})
    assert [(one["application"], one["kind"], one["reads"]) for one in readers(three)] == [
        ("bank-bitso", "Deployment", ["bank/limits.env"])
    ]


def test_a_file_that_nobody_watches_restarts_nobody(three: Three) -> None:
    watching(three)
    three.forge.commit("bank-configuration", {"bank/readme.md": "words\n"})
    assert readers(three) == []


def test_a_source_of_another_repository_is_not_meant(three: Three) -> None:
    watching(three)
    git(
        three.forge.folder / "work" / "bank-configuration",
        "remote",
        "set-url",
        "origin",
        "https://example.com/other.git",
    )
    three.forge.commit("bank-configuration", {"bank/limits.env": "LIMIT=20\n"})
    assert readers(three) == []

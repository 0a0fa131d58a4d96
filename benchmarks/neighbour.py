"""What `swell check` and argocd-source-lint find in one repository, and what it takes each of them.

usage: python benchmarks/neighbour.py ARGOCD-SOURCE-LINT [--rounds N]

The argument is the program of argocd-source-lint 1.2.2, in an environment of its own. Each of its rules is broken once;
Swell has to find that too. Both run in turn. Exits with 1 where Swell misses one, or takes more processor time.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from costs import measured
from home_cluster import HomeCluster
from staying import HELM

SWELL = Path(__file__).resolve().parent.parent / ".venv" / "bin" / "swell"
_SAME = {
    "orphan-source": "file-of-no-application",
    "phantom-target": "no-answer",
    "broken-values-ref": "no-answer",
    "missing-ignore-diff": "controller-fights-self-heal",
    "double-coverage": "object-of-two-applications",
    "revision-mismatch": "revision-not-checked-out",
    "project-scope-violation": "outside-its-project",
    "hpa-selfheal-conflict": "controller-fights-self-heal",
    "sync-validation-disabled": "sync-without-validation",
    "duplicate-application-name": "application-named-twice",
    "malformed-ignore-diff-pointer": "ignored-difference-never-matches",
    "malformed-ignore-diff-jq-expression": "ignored-difference-never-matches",
    "unknown-sync-option": "unknown-sync-option",
    "unknown-resource-hook": "unknown-hook",
    "malformed-sync-wave": "wave-not-integer",
    "floating-target-revision": "floating-revision",
}
"""Its rules, and Swell's checks for the same; where a source is not there, the application has no answer."""


def main() -> None:
    """Run both in turn, and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lint", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="neighbour-") as name:
        top = HomeCluster(Path(name) / "cluster").folder
        told = {"PATH": os.environ["PATH"], "HOME": name, "SWELL_HELM": str(HELM), "SWELL_RENDERS": "2"}
        ways = {"lint": [asked.lint.resolve(), "."], "swell": [SWELL, "check", "."]}
        rows = {way: Counter(_found(words, top, told)) for way, words in ways.items()}
        quiet = {way: ["sh", "-c", '"$@" >/dev/null || true', "sh", *words] for way, words in ways.items()}
        pairs = [[measured(words, top, told) for words in quiet.values()] for _ in range(asked.rounds)]
    print("| argocd-source-lint | rows | `swell check` | rows |\n|---|---|---|---|")
    for rule, check in _SAME.items():
        print(f"| {rule} | {rows['lint'][rule]} | {check} | {rows['swell'][check]} |")
    for what in ("processor", "wall"):
        took = [[getattr(cost, what) for cost in pair] for pair in pairs]
        ratio = statistics.median(ours / theirs for theirs, ours in took)
        seconds = (statistics.median(column) for column in zip(*took, strict=True))
        print(what, "{:.2f} s, {:.2f} s: {:.2f} of it".format(*seconds, ratio))
    missed = [rule for rule, check in _SAME.items() if rows["lint"][rule] and not rows["swell"][check]]
    slower = statistics.median(ours.processor / theirs.processor for theirs, ours in pairs) > 1
    print(f"MISSED: {', '.join(missed)}" if missed else "TOO MUCH" if slower else "")
    sys.exit(bool(missed or slower))


def _found(words: list[str | Path], top: Path, told: dict[str, str]) -> list[str]:
    """Return the rule or check of each row that a program tells."""
    said = subprocess.run([*words, "--format", "json"], cwd=top, env=told, capture_output=True, text=True, check=False)
    answer = json.loads(said.stdout)
    if "findings" in answer:
        return [one["rule_id"] for one in answer["findings"]]
    every = [finding for one in answer["applications"] for finding in one["findings"]]
    unanswered = ["no-answer" for one in answer["applications"] if one["error"]]
    return [one["check"] for one in (*every, *answer["together"])] + unanswered


if __name__ == "__main__":
    main()

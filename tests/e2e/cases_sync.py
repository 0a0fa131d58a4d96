"""The checks' own cases, made fit for a cluster that they share: what is the cluster's has names of its own."""

import re
from typing import Any

import judged
from whole import wholes

from cmp.manifests.split import split

CASES = {f"{case.check}/{case.file.stem}": case for case in judged.all_cases()}
_ELSEWHERE = {
    "hook-read-by-pods/found-gone-after-the-sync": "is missing to pods that start later",
    "long-lived-hook/found": "loses its data at the second sync",
    "long-lived-hook/found-claim-that-pods-mount": "holds up the second sync",
    "custom-resource-without-crd/left-alone-not-tried": "its kind is defined while it is synced",
}
"""Those of which a first sync alone says nothing, and why: they have tests of their own."""
_NOWHERE = {
    "declared-order-not-kept": "its error is an order other than declared, in which a sync may well end",
    "gate-may-never-open/left-alone-job-of-a-queue": "it takes Kueue, which lets the Job start and is not here",
    "values-differ-each-render": "its error shows where the same chart is rendered again",
    "workflow-template-late": "it takes the controller of Argo Workflows, which is not here",
}
"""The cases, or the checks with all of theirs, that are not synced at all, and why."""


def deadly() -> list[str]:
    """Return the cases in which a check calls something an error, other than those of `_ELSEWHERE`."""
    return [name for name, case in _synced().items() if _error(case)]


def harmless() -> list[str]:
    """Return the near misses of the checks that have such cases."""
    checks = {case.check for case in CASES.values() if _error(case)}
    return [name for name, case in _synced().items() if not case.finds and case.check in checks]


def documents(name: str, namespace: str) -> list[dict[str, Any]]:
    """Return a case's objects, for a namespace of their own."""
    text = CASES[name].stream
    for word, own in {
        r"sea\.example\.com": f"{namespace}.example.com",
        r"(?<=[ :])(fast|urgent)\b": rf"\1-{namespace}",
        r"(?<=namespace: )(apps|other)\b": rf"{namespace}-\1",
        r"(?<=namespace: )shop\b": namespace,
        r"(?<=kind: Namespace\nmetadata:\n  name: )(apps|other)\b": rf"{namespace}-\1",
    }.items():
        text = re.sub(word, own, text)
    return wholes(one.document for one in split(text, namespace=""))


def definitions_known(name: str) -> bool:
    """Tell whether a case says that its cluster knows the kind of the sea."""
    return any("sea.example.com" in one for one in CASES[name].said["request"].get("api_versions", []))


def _synced() -> dict[str, judged.Case]:
    left_out = _ELSEWHERE.keys() | _NOWHERE.keys()
    return {name: one for name, one in CASES.items() if left_out.isdisjoint((name, one.check))}


def _error(case: judged.Case) -> bool:
    return case.finds and any(one.startswith("error ") for one in case.expected)

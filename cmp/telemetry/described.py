"""What the causes of failed renders mean, for docs/reference.md."""

from collections.abc import Mapping

CAUSES: Mapping[str, str] = {
    "request": "a parameter of the Application is wrong",
    "left": "another tool than Helm renders the Application",
    "config": "swell.yaml is wrong",
    "source": "a file is missing, or lies outside",
    "patch": "a patch does not fit",
    "helm": "Helm fails",
    "manifest": "Helm printed a document that can't be read",
    "checks": "a check has a fatal finding",
    "policy": "the policy does not allow it",
    "pull": "a source can't be pulled",
    "queue": "no place to run Helm came free in time",
    "deadline": "the time was over",
    "shortage": "memory or descriptors ran out",
    "killed": "a signal ended the render, as the kernel's does where memory is short",
    "command": "a program can't be run",
    "system": "the system refuses a call",
    "gone": "nothing failed: the caller went, as Argo CD does at its own time limit",
    "bug": "a bug of Swell",
}

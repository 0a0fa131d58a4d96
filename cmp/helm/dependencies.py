"""A chart's dependencies: those that are there are used as they are, those that are missing are built once."""

import fcntl
import os

from cmp import process
from cmp.errors import HelmError
from cmp.helm import program
from cmp.helm.call import HelmCall
from cmp.helm.explain import said
from cmp.helm.program import Kitchen

# By these words Argo CD, too, knows that `helm dependency build` is needed (util/helm/helm.go).
_FILES = (b"Chart.yaml", b"requirements.yaml")
_MISSING = tuple(b"found in %s, but missing in charts/ directory" % file for file in _FILES)


def missing(stderr: bytes) -> bool:
    """Tell whether Helm failed for want of a dependency."""
    return any(words in stderr for words in _MISSING)


def build(call: HelmCall, *, kitchen: Kitchen) -> None:
    """Fetch what Chart.yaml names into the chart's folder, one process at a time.

    Raises:
        HelmError: it can't be fetched, or the folder can't be written.
    """
    lock_file = os.path.join(call.chart, "Chart.lock")
    had_lock_file = os.path.exists(lock_file)
    folder = os.open(call.chart, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        argv = (program.find(kitchen.environ), "dependency", "build", call.chart)
        finished = process.finish(
            process.start(argv, env=program.environment(kitchen.environ)), deadline=kitchen.deadline
        )
    finally:
        os.close(folder)
    if not had_lock_file and os.path.exists(lock_file):
        os.unlink(lock_file)
    if finished.status:
        raise HelmError(
            "the chart's dependencies are not in its charts/ folder, and building them failed: "
            + said(finished, root=call.root),
            where=os.path.relpath(os.path.join(call.chart, "Chart.yaml"), call.root),
            cure="commit them (helm dependency update), or give the sidecar access to their repository",
        )

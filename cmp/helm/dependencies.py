"""A chart's dependencies: those that are there are used as they are, those that are missing are built once."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable

from cmp import dialect, process
from cmp.errors import HelmError, SourceError
from cmp.heir import HEIR
from cmp.helm import program
from cmp.helm.call import HelmCall
from cmp.helm.explain import said
from cmp.helm.program import Kitchen
from cmp.sources.places import read

# By these words Argo CD, too, knows that `helm dependency build` is needed (util/helm/helm.go).
_FILES = (b"Chart.yaml", b"requirements.yaml")
_MISSING = tuple(b"found in %s, but missing in charts/ directory" % file for file in _FILES)
_BUILDING = b"/tmpcharts-"  # a folder that comes and goes while another process builds


Again = Callable[[HelmCall], process.Finished]


def missing(finished: process.Finished) -> bool:
    """Tell whether Helm failed for want of a dependency, or because one was just being built."""
    return bool(finished.status) and any(words in finished.stderr for words in (*_MISSING, _BUILDING))


def built(call: HelmCall, *, kitchen: Kitchen, again: Again) -> process.Finished:
    """Build them, unless another process was faster, and return what Helm says when it is called again.

    Raises:
        HelmError: a dependency can't be fetched, or the folder can't be written.
    """
    if call.borrowed:
        return _beside(call, kitchen=kitchen, again=again)
    folder = os.open(call.chart, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        finished = again(call)
        if missing(finished):
            _build(call, kitchen=kitchen)
            finished = again(call)
        return finished
    finally:
        os.close(folder)


def _beside(call: HelmCall, *, kitchen: Kitchen, again: Again) -> process.Finished:
    """Build them in a copy of the chart's source, which is gone afterwards: what others share is never written."""
    with tempfile.TemporaryDirectory(prefix="swell-chart-") as folder:
        HEIR.folder(folder)
        root = os.path.join(os.path.realpath(folder), "source")
        try:
            shutil.copytree(call.root, root, symlinks=True)
        except OSError:
            raise HelmError("can't copy the chart to build its dependencies in a temporary folder") from None
        copy = call.replace(
            root=root, chart=os.path.normpath(os.path.join(root, os.path.relpath(call.chart, call.root)))
        )
        _build(copy, kitchen=kitchen)
        return again(copy)


def _refuse_outside(call: HelmCall) -> None:
    """Refuse dependencies in folders outside the repository."""
    chart = dialect.load(read(os.path.join(call.chart, "Chart.yaml"), shown="Chart.yaml"))
    for dependency in (chart or {}).get("dependencies") or ():
        path = str(dependency.get("repository", ""))
        real = os.path.realpath(os.path.join(call.chart, path.removeprefix("file://")))
        if path.startswith("file://") and not f"{real}/".startswith(f"{call.root.rstrip('/')}/"):
            raise SourceError(
                f"the dependency {dependency.get('name')} leads out of the repository", where="Chart.yaml"
            )


def _build(call: HelmCall, *, kitchen: Kitchen) -> None:
    lock_file = os.path.join(call.chart, "Chart.lock")
    had_lock_file = os.path.exists(lock_file)
    _refuse_outside(call)
    argv = (program.find(kitchen.environ, call.helm), "dependency", "build", call.chart)
    finished = process.finish(process.start(argv, env=program.environment(kitchen.environ)), deadline=kitchen.deadline)
    if not had_lock_file and os.path.exists(lock_file):
        os.unlink(lock_file)
    if finished.status:
        raise HelmError(
            "the chart's dependencies are not in its charts/ folder, and building them failed: "
            + said(finished, root=call.root),
            where=os.path.relpath(os.path.join(call.chart, "Chart.yaml"), call.root),
            cure="commit them (helm dependency update), or give the sidecar access to their repository",
        )

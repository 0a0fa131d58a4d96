"""`swell generate`: prints the manifests and nothing else on stdout, at once, after everything has succeeded."""

import os

from cmp.errors import CommandError, SourceError
from cmp.render.run import LazySession, helm_runtime, refuse_empty, refuse_fatal, rendered
from cmp.request.model import AppRequest, from_environment
from cmp.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.render.pipeline import Build


def sidecar() -> int:
    """Run `swell generate` as Argo CD calls it: all input comes from the environment and the working directory."""
    try:
        folder = os.getcwd()
    except OSError as problem:
        raise SourceError(
            f"the working directory is gone: {problem.strerror}", fix="try again: argocd app get NAME --hard-refresh"
        ) from None
    return generate(from_environment(os.environ, folder=folder), settings=Settings.read(os.environ))


def generate(request: AppRequest, *, settings: Settings, stream: str | None = None, output: str = "") -> int:
    """Render and check the manifests, then print them, or write them to files in the folder `output`.

    Printing comes last: what may fail is done before, and the summary may get lost.
    """
    with LazySession(helm_runtime(settings)) as session:
        built = rendered(request, session, stream=stream)
        refuse_fatal(built)
        refuse_empty(built, stream)
        printed, summary = "" if output else _joined(built), _summary(built)
    from cmp.cli.output import note

    if output:
        from cmp.render.files import write_files

        write_files(built.arranged.manifests, output)
    else:
        _print(printed)
    note(summary)
    return 0


def warnings(built: "Build") -> int:
    """Show the findings on stderr; return 1 if one is a warning or worse."""
    from cmp.cli.output import note
    from cmp.model import Severity

    for finding in built.findings:
        where = f"{finding.ref}: " if finding.ref else ""
        note(f"swell: {finding.severity}: {where}{finding.message} ({finding.check})\n  fix: {finding.fix}")
    return 1 if any(finding.severity is not Severity.INFO for finding in built.findings) else 0


def _joined(built: "Build") -> str:
    from cmp.manifests.split import join

    return join(built.arranged.manifests)


def _print(text: str) -> None:
    """Print the manifests. Where they can't be printed to their end, a file gets back the length that it had."""
    content = text.encode()
    left = memoryview(content)
    try:
        while left:
            left = left[os.write(1, left) :]
    except BrokenPipeError:
        raise
    except OSError as problem:
        _take_back(len(content) - len(left))
        raise CommandError(
            f"can't write the manifests: {problem.strerror}",
            fix="look at what reads the output; nothing is applied of half an output",
        ) from None


def _take_back(written: int) -> None:
    from contextlib import suppress

    with suppress(OSError):  # it is no file
        os.ftruncate(1, os.fstat(1).st_size - written)


def _summary(built: "Build") -> str:
    from cmp.text import count

    arranged = built.arranged
    changed = {decision.ref for decision in arranged.decisions} | {ref for ref, _ in arranged.patched}
    changed |= {hashed.ref for hashed in arranged.hashes}
    drops = f", {len(arranged.dropped)} dropped" if arranged.dropped else ""
    held = f", {len({decision.ref for decision in arranged.suggested})} suggested" if arranged.suggested else ""
    told = f"{count(len(built.findings), 'finding')} (swell check)"
    more = f"{drops}{held}" + (f", {told}" if built.findings else "")
    objects = count(len(arranged.manifests), "object")
    return f"swell: {built.inputs.application.name}: {objects}, {len(changed)} changed{more}"

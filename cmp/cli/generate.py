"""`swell generate`: prints the manifests and nothing else on stdout, at once, after everything has succeeded."""

import os

from cmp.errors import SourceError
from cmp.render.run import LazySession, helm_runtime, refuse_empty, refuse_fatal, rendered
from cmp.request.model import AppRequest, from_environment
from cmp.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.answers.keeper import Keeper
    from cmp.answers.lookup import Place
    from cmp.render.pipeline import Build
    from cmp.resident.progress import Progress


def sidecar(progress: "Progress") -> int:
    """Run `swell generate` as Argo CD calls it, or print the answer if it is known."""
    from cmp.answers.lookup import Answer, known
    from cmp.cli.stdout import print_answer

    found = known(os.environ)
    if not isinstance(found, Answer):
        return unknown(found, progress)
    progress.known()
    progress.begin()
    return print_answer(found)


def unknown(place: "Place | None", progress: "Progress | None" = None) -> int:
    """Run `swell generate` as Argo CD calls it: all input comes from the environment and the working directory.

    The answer is kept at its place, if there is one.
    """
    settings = Settings.read(os.environ)
    keeper = None
    if settings.keeps_answers and place:
        from cmp.answers.keeper import Keeper

        keeper = Keeper(place, most=settings.cache_bytes)
    return generate(request_of_argocd(), settings=settings, progress=progress, keeper=keeper)


def request_of_argocd() -> AppRequest:
    """Return the request that the environment and the working directory make. Raises SourceError if that is gone."""
    try:
        folder = os.getcwd()
    except OSError as problem:
        raise SourceError(
            f"the working directory is gone: {problem.strerror}", fix="try again: argocd app get NAME --hard-refresh"
        ) from None
    return from_environment(os.environ, folder=folder)


def generate(
    request: AppRequest,
    *,
    settings: Settings,
    stream: str | None = None,
    output: str = "",
    progress: "Progress | None" = None,
    keeper: "Keeper | None" = None,
) -> int:
    """Render and check the manifests, then print them, or write them to files in the folder `output`.

    Printing comes last: what may fail is done before, and the summary may get lost. Behind it the answer may be kept.
    The resident server has a `progress`, which is told before the first byte goes to stdout.
    """
    runtime = helm_runtime(settings)
    with LazySession(runtime.replace(waited=progress.waited) if progress else runtime) as session:
        built = rendered(request, session, stream=stream, keeper=keeper)
        refuse_fatal(built)
        refuse_empty(built, stream)
        printed, summary = b"" if output else _joined(built), summary_of(built)
    from cmp.cli.output import note

    if output:
        from cmp.render.files import write_files

        write_files(built.arranged.manifests, output)
    else:
        from cmp.cli.stdout import write

        if progress:
            progress.begin()
        write(printed, what="the manifests")
    note(summary)
    if keeper:
        keeper.keep(printed, f"{summary}\n".encode())
    return 0


def warnings(built: "Build") -> int:
    """Show the findings on stderr; return 1 if one is a warning or worse."""
    from cmp.cli.output import note
    from cmp.model import Severity

    for finding in built.findings:
        where = f"{finding.ref}: " if finding.ref else ""
        note(f"swell: {finding.severity}: {where}{finding.message} ({finding.check})\n  fix: {finding.fix}")
    return 1 if any(finding.severity is not Severity.INFO for finding in built.findings) else 0


def _joined(built: "Build") -> bytes:
    from cmp.manifests.split import join

    return join(built.arranged.manifests).encode()


def summary_of(built: "Build") -> str:
    """Return the line that tells what was printed."""
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

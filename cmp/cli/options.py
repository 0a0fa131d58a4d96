"""The options that name an application, shared by all commands that render one."""

import functools
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import click

from cmp.cli.called import called
from cmp.cli.shared_options import APP, JUDGE, RENDERING, decorated, options_of_application, taken
from cmp.cli.taken_for import taken_for
from cmp.errors import RequestError, SourceError
from cmp.request.checkout import refuse_astray
from cmp.request.missing import alike
from cmp.request.model import AppRequest, from_environment
from cmp.settings import Settings
from cmp.system.bounds import Bounds
from cmp.system.files import is_folder, is_there
from cmp.system.process import Deadline


class _Found(NamedTuple):
    """What is named: the application's folder, Argo CD's variables, other fields of its request, and stdin's text."""

    folder: str
    variables: Mapping[str, str] = {}
    known: Mapping[str, Any] = {}
    stream: str | None = None


def asked_of_folder(*, without: frozenset[str] = frozenset()) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return what adds these options, some left out, to a command that takes no stream and gets the request alone."""
    return functools.partial(_asked, without=without)


def asked_of_machine(command: Callable[..., int]) -> Callable[..., int]:
    """Add these options to a command that goes on where the request is at fault.

    It is called with a function that returns the request in an environment, with whether an application is named, and
    with the policy that is.
    """

    @functools.wraps(command)
    def called(**options: Any) -> int:
        ours = taken(options)
        named = bool(ours["source"] or ours["app"])
        return command(
            lambda environ: _request(environ=environ, **ours), named=named, policy=ours["policy"] or "", **options
        )

    return _with_options(called, without=JUDGE | RENDERING)


def _asked(command: Callable[..., int], *, without: frozenset[str]) -> Callable[..., int]:
    @functools.wraps(command)
    def called(**options: Any) -> int:
        ours = taken(options)
        with reading():
            request = _request(**ours)
        return command(request, **options)

    return _with_options(called, without=without)


def reading() -> Bounds:
    """Return the bounds within which one application is read: SWELL_TIMEOUT counts before its render begins, too."""
    settings = Settings.read(os.environ)
    return Bounds(Deadline.after(settings.timeout), settings.memory_bytes, settings.cpu_seconds)


def _with_options(called: Callable[..., int], *, without: frozenset[str]) -> Callable[..., int]:
    argument = click.argument("source", metavar="[FOLDER]", type=click.Path(), default=None)
    return decorated(called, argument, APP(), *options_of_application(without))


def _request(**options: Any) -> AppRequest:
    refuse_stream(options["source"])
    return request_and_stream(**options)[0]


def refuse_stream(source: str | None) -> None:
    """Refuse a rendered stream. Raises SourceError."""
    if source == "-":
        raise SourceError(
            "- is a rendered stream, which says nothing here", fix="name the application's folder, or --app"
        )


def request_and_stream(  # noqa: PLR0913  (one for each option)
    *,
    source: str | None,
    app: str | None,
    namespace: str | None,
    name: str | None,
    environment: str | None,
    files: tuple[str, ...],
    assignments: tuple[str, ...],
    config: str | None,
    policy: str | None,
    argocd: str | None,
    sync_wave_delay: int | None,
    kube_version: str | None,
    api_versions: tuple[str, ...],
    application: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> tuple[AppRequest, str | None]:
    """Return the request, and the text of stdin if the source is `-`; `environ` is this process's environment.

    An Application and the options become the variables that Argo CD would set, so that there is one way to read them.
    `application` is one of the file `app`, which has to hold a single one where none is given.

    Raises:
        SourceError: there is no such folder, it leads out of the repository, or stdin is no text.
        RequestError: the Application or an option can't be read.
    """
    found = _of_application(app, application, source, environment) if app else _of_source(source or ".")
    said = {
        "ARGOCD_APP_NAME": name,
        "ARGOCD_APP_NAMESPACE": namespace,
        "KUBE_VERSION": kube_version,
        "KUBE_API_VERSIONS": ",".join(api_versions),
        "ARGOCD_ENV_SWELL_ENVIRONMENT": environment,
        "SWELL_POLICY": policy and os.path.abspath(policy),
    }
    variables = {**(os.environ if environ is None else environ), **found.variables}
    variables |= {variable: text for variable, text in said.items() if text}
    request = from_environment(variables, folder=os.path.abspath(found.folder), file=app or "").replace(
        local_files=tuple(os.path.abspath(file) for file in files),
        assignments=assignments,
        config_file=os.path.abspath(config) if config else "",
        called=called(found.folder),
        argocd=argocd or "",
        sync_wave_delay=sync_wave_delay,
        **found.known,
    )
    return request, found.stream


def _of_application(
    app: str, application: Mapping[str, Any] | None, checkout: str | None, environment: str | None
) -> _Found:
    from cmp.cli.chart_elsewhere import unpacked
    from cmp.request.application import environment as environment_of
    from cmp.request.application_file import application_in
    from cmp.request.sync_policy import sync_policy

    application = application or application_in(app)
    refuse_environment(application, app, environment)
    pulled = "" if checkout else unpacked(application, app)
    variables, folder = environment_of(application, app, checkout=checkout or pulled)
    return _Found(folder, variables, {**sync_policy(application), "pulled": bool(pulled)})


def _of_source(source: str) -> _Found:
    """Return what a folder says, or stdin for `-`. Raises SourceError: there is no such folder, or it leads out."""
    if source == "-":
        return _Found(".", {"ARGOCD_APP_NAME": "stdin"}, stream=_stdin())
    if not is_folder(source):
        raise SourceError(
            f"{source} is {'not a folder' if is_there(source) else 'neither a folder nor a file'}",
            here="" if is_there(source) else alike(source),
            fix=taken_for(source) or "name the application's folder, or an Application with --app",
        )
    refuse_astray(source)
    return _Found(source)


def refuse_environment(application: Mapping[str, Any], file: str, environment: str | None) -> None:
    """Refuse an environment for an Application that names none: Argo CD renders it without. Raises RequestError."""
    from cmp.request.application import environment_named

    if environment and not environment_named(application, file):
        raise RequestError(
            f"the Application names no environment, so that Argo CD renders it without {environment}",
            where=file,
            fix="leave -e out, or let it name one: plugin: {name: swell, parameters: [{name: environment, string: "
            f"{environment}}}]}}",
        )


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as problem:
        raise SourceError(
            f"what came on stdin is not UTF-8 (byte {problem.start})", fix="let the command before the pipe print UTF-8"
        ) from None

"""The options that name an application, shared by all commands that render one."""

import functools
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import click

from cmp.argocd.versions import VERSIONS
from cmp.argocd.wave_delay import LONGEST
from cmp.errors import SourceError
from cmp.request.model import AppRequest, from_environment
from cmp.system.files import is_folder
from cmp.text import nearest

APP = functools.partial(
    click.option,
    "--app",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="An Application that says everything; FOLDER is then the checkout of its repository.",
)
OPTIONS = (
    click.option("-n", "--namespace", metavar="NAME", help="The destination namespace."),
    click.option("--name", metavar="NAME", help="The application's name; the folder's if nothing is said."),
    click.option(
        "-f", "--values", "files", metavar="FILE", type=click.Path(), multiple=True, help="Values above all others."
    ),
    click.option("--set", "assignments", metavar="KEY=VALUE", multiple=True, help="A single value above all files."),
    click.option(
        "--config",
        metavar="FILE",
        type=click.Path(),
        help="A swell.yaml that lies elsewhere, in place of the nearest one.",
    ),
    click.option(
        "--policy",
        metavar="FILE",
        type=click.Path(),
        help="The operator's policy, in place of SWELL_POLICY.",
    ),
    click.option(
        "--sync-wave-delay",
        metavar="SECONDS",
        type=click.IntRange(0, LONGEST),
        help="The seconds that Argo CD pauses between waves, in place of `syncWaveDelay`.",
    ),
    click.option("--kube-version", metavar="X.Y.Z", help="The cluster's version."),
    click.option("-a", "--api-versions", metavar="VERSION", multiple=True, help="An API that the cluster has."),
)
OF_A_SIDE = (
    functools.partial(
        click.option, "-e", "--env", "environment", metavar="NAME", help="The environment: stage, prod, ..."
    ),
    functools.partial(
        click.option,
        "--argocd",
        type=click.Choice(VERSIONS),
        help="The version of Argo CD to judge by, in place of `argocd` in policy and swell.yaml.",
    ),
)
"""Options of which a command that compares has one for each side."""
TEXT_OR_JSON = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for a pipeline.",
)


def asked(command: Callable[..., int]) -> Callable[..., int]:
    """Add these options to a command; call it with the request they name and the stream from stdin, if there is one."""
    return _asked(command, request_and_stream, takes="[FOLDER|-]")


def asked_of_folder(command: Callable[..., int]) -> Callable[..., int]:
    """Add these options to a command that takes no rendered stream, and call it with the request alone."""
    return _asked(command, _request, takes="[FOLDER]")


def asked_of_machine(command: Callable[..., int]) -> Callable[..., int]:
    """Add these options to a command that goes on where the request is at fault.

    It is called with a function that returns the request in an environment, with whether an application is named, and
    with the policy that is.
    """

    @functools.wraps(command)
    def called(**options: Any) -> int:
        ours = {name: options.pop(name) for name in NAMES}
        named = bool(ours["source"] or ours["app"])
        return command(
            lambda environ: _request(environ=environ, **ours)[0], named=named, policy=ours["policy"] or "", **options
        )

    return _with_options(called, takes="[FOLDER]")


def _asked(command: Callable[..., int], meant: Callable[..., tuple[Any, ...]], *, takes: str) -> Callable[..., int]:
    @functools.wraps(command)
    def called(**options: Any) -> int:
        ours = {name: options.pop(name) for name in NAMES}
        return command(*meant(**ours), **options)

    return _with_options(called, takes=takes)


def _with_options(called: Callable[..., int], *, takes: str) -> Callable[..., int]:
    argument = click.argument("source", metavar=takes, type=click.Path(), default=None)
    return decorated(called, argument, APP(), *OPTIONS, *(one() for one in OF_A_SIDE))


def decorated(called: Callable[..., int], *options: Callable[..., Any]) -> Callable[..., int]:
    """Return a function with arguments and options of click's, the first one on top in its help."""
    return functools.reduce(lambda inner, option: option(inner), reversed(options), called)


def asked_of_sides(command: Callable[..., int]) -> Callable[..., int]:
    """Add these options to a command that compares two sides, those that may differ as tuples of what was given.

    It is called with a function that returns the request of one side, and takes what is special about that; and with
    the options that all sides have.
    """

    @functools.wraps(command)
    def called(**options: Any) -> int:
        ours = {name: options.pop(name) for name in NAMES if name not in _SIDES}
        alike = {name: value for name, value in ours.items() if name != "app"}
        return command(functools.partial(_of_side, ours), app=ours["app"], files=ours["files"], alike=alike, **options)

    return decorated(called, APP(), *OPTIONS, *(one(multiple=True) for one in OF_A_SIDE))


def _of_side(ours: dict[str, Any], *, named: str = "", helm: str = "", **special: Any) -> AppRequest:
    """Return the request of one side; it is `named` so where nothing else names it."""
    said = {**dict.fromkeys(_SIDES), **ours, **special}
    said["name"] = said["name"] or named or None
    return _request(**said)[0].replace(helm=helm)


def _request(**options: Any) -> tuple[AppRequest]:
    refuse_stream(options["source"])
    return request_and_stream(**options)[:1]


def refuse_stream(source: str | None) -> None:
    """Refuse a rendered stream. Raises SourceError."""
    if source == "-":
        raise SourceError(
            "- is a rendered stream, which says nothing here", fix="name the application's folder, or --app"
        )


_SIDES = ("source", "environment", "argocd")
NAMES = (
    "source",
    "app",
    "namespace",
    "name",
    "environment",
    "files",
    "assignments",
    "config",
    "policy",
    "argocd",
    "sync_wave_delay",
    "kube_version",
    "api_versions",
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
        SourceError: there is no such folder, or stdin is no text.
        RequestError: the Application or an option can't be read.
    """
    variables, folder, stream = dict(os.environ if environ is None else environ), source or ".", None
    known: dict[str, Any] = {}
    if app:
        from cmp.request.application import environment as environment_of
        from cmp.request.application_file import application_in
        from cmp.request.sync_policy import sync_policy

        application = application or application_in(app)
        ours, folder = environment_of(application, app, checkout=source or "")
        variables |= ours
        known = sync_policy(application)
    elif source == "-":
        folder, stream, name = ".", _stdin(), name or "stdin"
    elif not is_folder(folder):
        raise SourceError(
            f"{folder} is not a folder",
            here=_alike(folder),
            fix="name the application's folder, or an Application with --app",
        )
    said = {
        "ARGOCD_APP_NAME": name,
        "ARGOCD_APP_NAMESPACE": namespace,
        "KUBE_VERSION": kube_version,
        "KUBE_API_VERSIONS": ",".join(api_versions),
        "ARGOCD_ENV_SWELL_ENVIRONMENT": environment,
        "SWELL_POLICY": policy and os.path.abspath(policy),
    }
    variables |= {variable: text for variable, text in said.items() if text}
    request = from_environment(variables, folder=os.path.abspath(folder), file=app or "")
    local = tuple(os.path.abspath(file) for file in files)
    here = {"local_files": local, "assignments": assignments, "config_file": os.path.abspath(config) if config else ""}
    judge = {"argocd": argocd or "", "sync_wave_delay": sync_wave_delay}
    return request.replace(**known, **judge, **here), stream


def _alike(folder: str) -> str:
    """Return the folder beside a misspelt one that is most like it, in words; "" where none is."""
    above, name = os.path.split(folder.rstrip("/"))
    with suppress(OSError), os.scandir(above or ".") as entries:
        if near := nearest(name, sorted(one.name for one in entries if one.is_dir())):
            return f"nearest: {os.path.join(above, near)}"
    return ""


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as problem:
        raise SourceError(
            f"what came on stdin is not UTF-8 (byte {problem.start})", fix="let the command before the pipe print UTF-8"
        ) from None

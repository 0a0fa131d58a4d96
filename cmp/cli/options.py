"""The options that name an application, shared by all commands that render one."""

import functools
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from cmp.argocd.versions import VERSIONS
from cmp.errors import RequestError, SourceError
from cmp.request.model import AppRequest, from_environment
from cmp.system.files import is_folder


def _once(_: click.Context, option: click.Parameter, given: tuple[str, ...]) -> str | None:
    """Return what an option was given, None if it was not.

    Raises:
        RequestError: it was given several times; click itself would take the last without a word.
    """
    if len(given) > 1:
        raise RequestError(
            f"{option.opts[0]} is given {len(given)} times, and one command answers for one Application",
            here=", ".join(given),
            fix=f"name one of them; a loop of the shell answers for each: for app in {' '.join(given)}; do ...",
        )
    return given[0] if given else None


_FILE = click.Path(exists=True, dir_okay=False)
_OPTIONS = (
    click.option(
        "--app",
        metavar="FILE",
        type=_FILE,
        multiple=True,
        callback=_once,
        help="An Application that says everything; FOLDER is then its checkout.",
    ),
    click.option("-n", "--namespace", metavar="NAME", help="The destination namespace."),
    click.option("--name", metavar="NAME", help="The application's name; the folder's if nothing is said."),
    click.option("-e", "--env", "environment", metavar="NAME", help="The environment: stage, prod, ..."),
    click.option("-f", "--values", "files", metavar="FILE", multiple=True, help="Values above all others."),
    click.option("--set", "assignments", metavar="KEY=VALUE", multiple=True, help="A single value above all files."),
    click.option("--policy", metavar="FILE", help="What the operator says for all applications, as in the sidecar."),
    click.option(
        "--argocd",
        type=click.Choice(VERSIONS),
        help="The version of Argo CD to judge by; the newest if nothing is said.",
    ),
    click.option("--kube-version", metavar="X.Y.Z", help="The cluster's version."),
    click.option("-a", "--api-versions", metavar="VERSION", multiple=True, help="An API that the cluster has."),
)


def asked(command: Callable[..., int]) -> Callable[..., int]:
    """Add these options to a command; call it with the request they name and the stream from stdin, if there is one."""
    return _asked(command, request_and_stream, takes="[FOLDER|-]")


def asked_of_folder(command: Callable[..., int]) -> Callable[..., int]:
    """Add these options to a command that takes no rendered stream, and call it with the request alone."""
    return _asked(command, _request, takes="[FOLDER]")


def _asked(command: Callable[..., int], meant: Callable[..., tuple[Any, ...]], *, takes: str) -> Callable[..., int]:
    @functools.wraps(command)
    def called(**options: Any) -> int:
        ours = {name: options.pop(name) for name in _NAMES}
        return command(*meant(**ours), **options)

    options = (click.argument("source", metavar=takes, default=None), *_OPTIONS)
    return functools.reduce(lambda inner, option: option(inner), reversed(options), called)


def _request(**options: Any) -> tuple[AppRequest]:
    if options["source"] == "-":
        raise SourceError(
            "- is a rendered stream, which says nothing here", fix="name the application's folder, or --app"
        )
    return request_and_stream(**options)[:1]


_NAMES = (
    "source",
    "app",
    "namespace",
    "name",
    "environment",
    "files",
    "assignments",
    "policy",
    "argocd",
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
    policy: str | None,
    argocd: str | None,
    kube_version: str | None,
    api_versions: tuple[str, ...],
) -> tuple[AppRequest, str | None]:
    """Return the request, and the text of stdin if the source is `-`.

    An Application and the options become the variables that Argo CD would set, so that there is one way to read them.

    Raises:
        SourceError: there is no such folder, or stdin is no text.
        RequestError: the Application or an option can't be read.
    """
    variables, folder, stream = dict(os.environ), source or ".", None
    known: dict[str, Any] = {}
    if app:
        from cmp.request.application import environment as environment_of
        from cmp.request.sync_policy import sync_policy

        ours, folder = environment_of(app, checkout=source or "")
        variables |= ours
        known = sync_policy(app)
    elif source == "-":
        folder, stream, name = ".", _stdin(), name or "stdin"
    elif not is_folder(folder):
        raise SourceError(
            f"{folder} is not a folder", fix="name the application's folder, or an Application with --app"
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
    request = from_environment(variables, folder=os.path.abspath(folder))
    local = tuple(os.path.abspath(file) for file in files)
    return request.replace(**known, argocd=argocd or "", local_files=local, assignments=assignments), stream


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as problem:
        raise SourceError(
            f"what came on stdin is not UTF-8 (byte {problem.start})", fix="let the command before the pipe print UTF-8"
        ) from None

"""The commands and their options; each does its work in a file of its own."""

import os
import sys
from collections.abc import Callable

import click

from cmp import __version__
from cmp.errors import SourceError
from cmp.request import AppRequest, from_environment

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@click.group(context_settings=_CONTEXT)
@click.version_option(__version__, message="swell %(version)s")
def swell() -> None:
    """Waves for your Helm charts: put an Argo CD sync in the right order.

    In the sidecar, Argo CD calls `swell generate`. On a laptop the same commands work on a folder, on an Application
    (--app) or, where it says so, on a rendered stream (-).
    """


def _asked(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that say which application is meant; they are Helm's, where Helm has one."""
    for option in reversed(
        (
            click.argument("source", metavar="[FOLDER|-]", default="."),
            click.option(
                "--app",
                metavar="FILE",
                type=click.Path(exists=True, dir_okay=False),
                help="An Application manifest that says everything.",
            ),
            click.option("-n", "--namespace", metavar="NAME", help="The destination namespace."),
            click.option("--name", metavar="NAME", help="The application's name; the folder's if nothing is said."),
            click.option("-e", "--env", "environment", metavar="NAME", help="The environment: stage, prod, ..."),
            click.option(
                "-f", "--values", "value_files", metavar="FILE", multiple=True, help="A values file above all others."
            ),
            click.option(
                "--set", "settings", metavar="KEY=VALUE", multiple=True, help="A single value above all files."
            ),
            click.option("--kube-version", metavar="X.Y.Z", help="The cluster's version."),
            click.option("-a", "--api-versions", metavar="VERSION", multiple=True, help="An API that the cluster has."),
        )
    ):
        command = option(command)
    return command


def _request(options: "dict[str, object]") -> tuple[AppRequest, str | None]:
    """Turn options into a request, and the stream on stdin where `-` asks for it."""
    get = options.get
    environ, folder = dict(os.environ), str(get("source"))
    stream = None
    if get("app"):
        from cmp.cli.application import environment

        variables, folder = environment(str(get("app")))
        environ |= variables
    elif folder == "-":
        folder, stream = ".", _stdin()
    elif not os.path.isdir(folder):
        raise SourceError(
            f"{folder} is not a folder", cure="name the application's folder, or an Application with --app"
        )
    overriding = {
        "ARGOCD_APP_NAME": get("name"),
        "ARGOCD_APP_NAMESPACE": get("namespace"),
        "KUBE_VERSION": get("kube_version"),
        "KUBE_API_VERSIONS": ",".join(get("api_versions") or ()),  # type: ignore[arg-type]
        "ARGOCD_ENV_SWELL_ENVIRONMENT": get("environment"),
    }
    environ |= {name: str(value) for name, value in overriding.items() if value}
    request = from_environment(environ, folder=os.path.abspath(folder))
    files = tuple(_from_here(str(path), request) for path in get("value_files") or ())  # type: ignore[attr-defined]
    pairs = tuple(_pair(str(setting)) for setting in get("settings") or ())  # type: ignore[attr-defined]
    return request.replace(value_files=request.value_files + files, set_values=request.set_values + pairs), stream


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as problem:
        raise SourceError(f"what came on stdin is not UTF-8 (byte {problem.start})") from None


def _from_here(path: str, request: AppRequest) -> str:
    """A file that was named on the command line is meant from where the user stands."""
    return os.path.relpath(os.path.abspath(path), request.folder)


def _pair(setting: str) -> tuple[str, str]:
    key, equals, value = setting.partition("=")
    if not equals:
        raise click.BadParameter(f"{setting!r} is not KEY=VALUE", param_hint="--set")
    return key, value


@swell.command()
@_asked
@click.option("-o", "--output", metavar="DIR", help="Write one file an object into this folder instead.")
def generate(output: str | None, **options: object) -> int:
    r"""Print the manifests, and nothing but the manifests.

    \b
    swell generate apps/bank-bitso -e prod
    swell generate --app eoapi.yaml -o rendered/
    helm template web . | swell generate -
    """
    from cmp.cli import generate as command

    request, stream = _request(options)
    return command.generate(request, environ=os.environ, stream=stream, output=output or "")


@swell.command()
@_asked
def plan(**options: object) -> int:
    r"""Show the order of the sync: phase by phase, wave by wave, with the reason for each change.

    \b
    swell plan apps/bank-bitso -e prod
    helm template web . | swell plan -
    """
    from cmp.cli.generate import rendered, warnings
    from cmp.report.order import table

    request, stream = _request(options)
    built = rendered(request, environ=os.environ, stream=stream)
    click.echo(table(built.arranged.manifests, built.arranged.decisions))
    return warnings(built)


@swell.command()
@_asked
def values(**options: object) -> int:
    r"""Print the merged values, as the chart's templates see them.

    \b
    swell values apps/bank-bitso -e prod
    """
    from cmp.cli.values import merged_values

    request, _ = _request(options)
    click.echo(merged_values(request, environ=os.environ), nl=False)
    return 0


@swell.command()
@_asked
def parameters(**options: object) -> int:
    """Announce an application's parameters to Argo CD's user interface, as JSON."""
    from cmp.cli.parameters import announcements
    from cmp.dialect import to_json

    request, _ = _request(options)
    click.echo(to_json(announcements(request)))
    return 0


@swell.command()
def schema() -> int:
    """Print the JSON Schema of swell.yaml, for editors."""
    import json

    from cmp.config.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2))
    return 0


@swell.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def release(paths: tuple[str, ...], form: str) -> int:
    r"""Print in which groups Applications should be synced: APIs, then services, then jobs, say.

    \b
    swell release rootapp/rootapp-applications --format json
    """
    from cmp.cli.release import groups
    from cmp.release import as_json, as_text

    click.echo((as_json if form == "json" else as_text)(groups(paths)))
    return 0

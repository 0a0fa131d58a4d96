"""The commands of `swell` and their options; the work of each command is in a file of its own."""

import os

import click

from cmp import __version__
from cmp.cli.options import asked, asked_of_folder
from cmp.cli.output import say
from cmp.report.formats import FORMATS
from cmp.request.model import AppRequest
from cmp.settings import Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, message="swell %(version)s")
def swell() -> None:
    """Waves for your Helm charts: put an Argo CD sync in the right order.

    In the sidecar, Argo CD calls `swell generate`. On a laptop the same commands work on a folder, on an Application
    (--app) or, where it says so, on a rendered stream (-).
    """


@swell.command()
@asked
@click.option("-o", "--output", metavar="DIR", help="Write one file an object into this folder instead.")
def generate(request: AppRequest, stream: str | None, *, output: str | None) -> int:
    """Print the manifests, and nothing but the manifests.

    \b
    swell generate apps/bank-bitso -e prod
    swell generate --app eoapi.yaml -o rendered/
    helm template web . | swell generate -
    """
    from cmp.cli import generate as command

    return command.generate(request, settings=Settings.read(os.environ), stream=stream, output=output or "")


@swell.command()
@asked
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="For people, for programs, for a README, or for a browser.",
)
@click.option("--stages", is_flag=True, hidden=True, help="For developers: tell each stage, its time and its changes.")
def plan(request: AppRequest, stream: str | None, *, form: str, stages: bool) -> int:
    """Show what the sync will do: wave by wave, what each waits for, why, and whether it can finish.

    \b
    swell plan apps/bank-bitso -e prod
    helm template web . | swell plan -
    swell plan --app eoapi.yaml --format html > plan.html
    """
    from cmp.cli.plan import plan as command

    return command(request, settings=Settings.read(os.environ), stream=stream, form=form, told=stages)


@swell.command()
@click.argument("what", metavar="KIND/NAME|VALUE")
@asked
def why(request: AppRequest, stream: str | None, *, what: str) -> int:
    """Say why an object runs where it does, or where a value comes from and what it reaches.

    \b
    swell why image.tag apps/bank-bitso -e prod
    swell why Job/web-migrate apps/bank-bitso -e prod
    helm template web . | swell why deployment/web -
    """
    from cmp.cli.why import why as command

    return command(request, settings=Settings.read(os.environ), stream=stream, what=what)


@swell.command()
@asked
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, for code scanning, or for GitHub's annotations.",
)
@click.option("--twice", is_flag=True, help="Render twice, and tell which values and names differ each time.")
def check(request: AppRequest, stream: str | None, *, form: str, twice: bool) -> int:
    """Show what would go wrong in a sync, and the fix; exit with 1 if that is a warning or worse.

    \b
    swell check apps/bank-bitso -e prod --twice
    argocd app manifests web | swell check -
    """
    from cmp.cli.check import check as command

    return command(request, settings=Settings.read(os.environ), stream=stream, form=form, twice=twice)


@swell.command()
@asked_of_folder
@click.option("--origins", is_flag=True, help="Say in comments where each value comes from.")
def values(request: AppRequest, *, origins: bool) -> int:
    """Print the merged values, as the chart's templates see them.

    \b
    swell values apps/bank-bitso -e prod
    swell values apps/bank-bitso -e prod --origins
    """
    from cmp.cli.values import merged_values

    say(merged_values(request, settings=Settings.read(os.environ), origins=origins), end="")
    return 0


@swell.command()
@asked_of_folder
@click.option(
    "--update", metavar="[SOURCE]", is_flag=False, flag_value="*", help="Ask anew what a source is, or all of them."
)
@click.option(
    "--promote", metavar="FROM TO", nargs=2, type=str, help="Give one environment the sources that another one has."
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the lock or a copy is out of date.")
@click.option("--vendor", is_flag=True, help="Copy the files that are used into .swell, to be committed.")
def lock(
    request: AppRequest,
    *,
    update: str | None,
    promote: tuple[str, str] | None,
    check: bool,
    vendor: bool,
) -> int:
    """Pin the sources that swell.yaml declares, in a swell.lock beside it, and print what has moved.

    \b
    swell lock apps/bank-bitso
    swell lock --update area --env stage
    swell lock --promote stage prod
    """
    from cmp.cli.lock import Wanted
    from cmp.cli.lock import lock as command

    wanted = Wanted(update=update or "", promote=promote, check=check, vendor=vendor)
    return command(request, settings=Settings.read(os.environ), wanted=wanted)


@swell.command()
@asked_of_folder
def parameters(request: AppRequest) -> int:
    """Announce an application's parameters to Argo CD's user interface, as JSON."""
    from cmp.dialect import to_json
    from cmp.explain.announcements import announcements
    from cmp.text import printable_json

    say(printable_json(to_json(announcements(request, settings=Settings.read(os.environ)))))
    return 0


@swell.command()
@asked_of_folder
def doctor(request: AppRequest) -> int:
    """Tell whether this sidecar or laptop is set up right, for an application too; exit with 1 if it is not.

    \b
    swell doctor
    swell doctor apps/bank-bitso -e prod
    kubectl -n argocd exec deployment/argocd-repo-server -c swell -- swell doctor
    """
    from cmp.cli.doctor import doctor as command

    said = click.get_current_context().params
    return command(request, settings=Settings.read(os.environ), named=bool(said["source"] or said["app"]))


@swell.command()
@click.argument("what", metavar="[policy]", type=click.Choice(["swell.yaml", "policy"]), default="swell.yaml")
def schema(what: str) -> int:
    """Print the JSON Schema of swell.yaml, or of a policy, for editors."""
    import json

    from cmp.config.policy_spec import PolicyFile
    from cmp.config.spec import SwellFile
    from cmp.typed.parse import json_schema

    say(json.dumps(json_schema(PolicyFile if what == "policy" else SwellFile, title=what), indent=2))
    return 0


_text_or_json = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for a pipeline.",
)


@swell.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@_text_or_json
def release(paths: tuple[str, ...], form: str) -> int:
    """Print in which groups Applications should be synced: APIs, then services, then jobs, say.

    \b
    swell release rootapp/rootapp-applications --format json
    """
    from cmp.cli.release import groups
    from cmp.fleet.release import as_json, as_text

    say((as_json if form == "json" else as_text)(groups(paths)))
    return 0


@swell.command()
@click.option("--changed", "span", metavar="A..B", required=True, help="The two git revisions, such as HEAD~1..HEAD.")
@click.option("--apps", "paths", metavar="PATH", multiple=True, required=True, help="Applications, or their folders.")
@click.option("--checkout", "checkouts", metavar="DIR", multiple=True, help="Where a repository lies that they name.")
@click.option("-e", "--env", "environment", metavar="NAME", default="", help="The environment: stage, prod, ...")
@click.option("--by-name", is_flag=True, help="Count what belongs to no Application for all that read its name.")
@_text_or_json
def readers(
    span: str, paths: tuple[str, ...], checkouts: tuple[str, ...], environment: str, *, by_name: bool, form: str
) -> int:
    """List the workloads that read ConfigMaps or Secrets of another Application, or watch files, that changed.

    \b
    swell readers --changed HEAD~1..HEAD --apps rootapp-applications --apps rootapp-configmaps \\
        --checkout ../be-deployments
    """
    from cmp.cli.readers import readers as command
    from cmp.fleet.affected import Wanted

    wanted = Wanted(paths=paths, checkouts=checkouts, environment=environment, by_name=by_name)
    say(command(span, wanted, settings=Settings.read(os.environ), form=form))
    return 0

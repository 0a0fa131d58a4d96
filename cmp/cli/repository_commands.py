"""The commands about changes, what lies in a repository, or runs already, and their options."""

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from cmp.cli.group import swell
from cmp.cli.options import asked_of_folder
from cmp.cli.options_of_several import asked_of_sides
from cmp.cli.output import show
from cmp.cli.shared_options import JUDGE, RENDERING, TEXT_OR_JSON
from cmp.cli.terminal import for_people
from cmp.report.review_formats import REVIEW_FORMATS
from cmp.request.model import AppRequest
from cmp.settings import Settings

if TYPE_CHECKING:
    from cmp.fleet.ways import ToRender


@swell.command()
@click.argument("folders", metavar="[PATH...] | OLD NEW", type=click.Path(), nargs=-1)
@click.option(
    "--base",
    metavar="REVISION|helm",
    default="",
    help="What to compare with: a revision (its merge base counts), or Argo CD's own Helm.",
)
@asked_of_sides
@click.option("--helm", metavar="VERSION", multiple=True, help="The version of Helm to render with.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(REVIEW_FORMATS)),
    default="text",
    show_default=True,
    help="For people, for programs, or for a comment.",
)
@click.option("--fail-on", type=click.Choice(["danger", "change"]), default=None, help="What to exit with 1 for.")
@click.option("-q", "--quiet", is_flag=True, help="Show the verdict and how much differs, and nothing of it.")
@for_people
def diff(
    ask: Callable[..., "ToRender"],
    *,
    alike: Mapping[str, Any],
    form: str,
    fail_on: str | None,
    quiet: bool,
    **sides: Any,
) -> int:
    """Show what a change does to applications: dangers, images, pods that roll, moves, and each field.

    --env, --helm and --argocd may be given twice, once for each side.

    \b
    swell diff applications/ --base origin/main --format markdown
    swell diff apps/bank-bitso -e prod --base origin/main --fail-on danger
    swell diff apps/bank-bitso --env stage --env prod
    swell diff apps/bank-bitso -e prod --argocd 3.5 --argocd 3.6
    swell diff apps/bank-bitso -e prod --base helm
    swell diff web-1.0.0 web-2.0.0
    """
    from cmp.cli.diff import Sides
    from cmp.cli.diff import diff as command
    from cmp.cli.diff_look import Look

    look = Look(form=form, quiet=quiet, fail_on=fail_on or "")
    return command(ask, Sides(**sides), options=alike, settings=Settings.read(os.environ), look=look)


@swell.command()
@asked_of_folder(without=JUDGE | RENDERING)
@click.option(
    "--update",
    metavar="[SOURCE]",
    is_flag=False,
    flag_value="*",
    help="Look anew what a source, or all of them, has by now.",
)
@click.option(
    "--promote",
    metavar="FROM TO",
    nargs=2,
    type=str,
    help="Pin what FROM is pinned to for TO as well: stage prod, say.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the lock or a copy is out of date.")
@click.option("--vendor", is_flag=True, help="Copy the files that are used into .swell, to be committed.")
@TEXT_OR_JSON
def lock(
    request: AppRequest,
    *,
    update: str | None,
    promote: tuple[str, str] | None,
    check: bool,
    vendor: bool,
    form: str,
) -> int:
    """Pin the sources that swell.yaml declares, in a swell.lock beside it, and print what has moved.

    FOLDER means the nearest swell.yaml above it, and all below it. The lock may be called swell.lock.yaml. --vendor
    copies into .swell/SOURCE, or .swell/SOURCE@ENVIRONMENT, to be committed.

    \b
    swell lock apps/bank-bitso
    swell lock --update area --env stage
    swell lock --promote stage prod
    """
    from cmp.cli.lock import Wanted
    from cmp.cli.lock import lock as command

    wanted = Wanted(update=update or "", promote=promote, check=check, vendor=vendor)
    return command(request, settings=Settings.read(os.environ), wanted=wanted, form=form)


@swell.command()
@click.argument("paths", metavar="PATH...", type=click.Path(), nargs=-1, required=True)
@TEXT_OR_JSON
@for_people
def release(paths: tuple[str, ...], form: str) -> int:
    """Print in which groups Applications should be synced: APIs, then services, then jobs, say.

    `release` in swell.yaml names the label and the groups. In a folder, Applications without the label are passed over
    and counted.

    \b
    swell release rootapp/rootapp-applications --format json
    """
    from cmp.cli.release import groups
    from cmp.fleet.release import as_json, as_text

    show((as_json if form == "json" else as_text)(groups(paths)), form)
    return 0


@swell.command()
@click.option("--changed", "span", metavar="A..B", required=True, help="The two git revisions, such as HEAD~1..HEAD.")
@click.option("--apps", "paths", metavar="PATH", multiple=True, required=True, help="Applications, or their folders.")
@click.option(
    "--checkout", "checkouts", metavar="DIR", multiple=True, help="Where another repository lies that they name."
)
@click.option("-e", "--env", "environment", metavar="NAME", default="", help="The environment: stage, prod, ...")
@click.option(
    "--by-name", is_flag=True, help="Count a changed ConfigMap or Secret of no Application for all that read its name."
)
@TEXT_OR_JSON
@for_people
def readers(
    span: str, paths: tuple[str, ...], checkouts: tuple[str, ...], environment: str, *, by_name: bool, form: str
) -> int:
    """List the workloads that read ConfigMaps or Secrets of another Application, or watch files, that changed.

    Both revisions are rendered in temporary folders. What an Application reads of its own is left to `rollout` in
    swell.yaml. What could not be looked at is named on stderr. The exit code is 0 with and without workloads.

    -e picks the Applications that name this environment, and counts on stderr those that it leaves out. Plain manifests
    have no environment, and always count.

    \b
    swell readers --changed HEAD~1..HEAD --apps rootapp-applications \\
        --apps rootapp-configmaps --checkout ../be-deployments
    """
    from cmp.cli.readers import readers as command
    from cmp.fleet.affected import Wanted

    wanted = Wanted(paths=paths, checkouts=checkouts, environment=environment, by_name=by_name)
    show(command(span, wanted, settings=Settings.read(os.environ), form=form), form)
    return 0


@swell.command()
@click.argument("source", metavar="-|FILE", type=click.Path())
@click.option(
    "--events",
    metavar="FILE",
    default="",
    help="What `kubectl get events -o json` prints of the namespace: more causes are told.",
)
@TEXT_OR_JSON
@for_people
def stuck(source: str, *, events: str, form: str) -> int:
    """Tell what a sync waits for, why, the fix, and whether it is safe to terminate it; exit with 1 if it is stuck.

    \b
    kubectl get events -n web -o json > events.json
    argocd app get web -o json | swell stuck - --events events.json
    kubectl get application web -n argocd -o yaml | swell stuck -
    """
    from cmp.cli.stuck import stuck as command

    return command(source, told=events, form=form, settings=Settings.read(os.environ))


@swell.command()
@asked_of_folder(without=JUDGE)
def init(request: AppRequest) -> int:
    """Write a first swell.yaml: environments and values files that are here, and the order that is inferred.

    \b
    swell init apps/bank-bitso
    swell init --app applications/eoapi.yaml
    """
    from cmp.cli.init import init as command

    return command(request, settings=Settings.read(os.environ))


@swell.command()
@click.argument("file", metavar="FILE|FOLDER", type=click.Path())
@click.argument("checkout", metavar="[CHECKOUT]", type=click.Path(), default="")
@click.option("-w", "--write", is_flag=True, help="Write the files instead of printing them.")
def convert(file: str, checkout: str, *, write: bool) -> int:
    """Turn an Application of Argo CD's own Helm, of lovely's, or a helmfile into plugin form, and prove it equal.

    Only what is proved is written. In a folder each file with an Application of Argo CD's own Helm is converted.

    \b
    swell convert applications/web.yaml
    swell convert applications/ --write
    swell convert applications/web.yaml ../be-deployments --write
    swell convert helmfile.yaml > applications.yaml
    """
    from cmp.cli.convert import convert as command

    return command(file, checkout=checkout, settings=Settings.read(os.environ), writes=write)

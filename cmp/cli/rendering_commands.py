"""The commands that render an application, and their options; the work of each is in a file of its own."""

import os
from typing import TYPE_CHECKING, Any

import click

from cmp.cli.group import swell
from cmp.cli.options_of_several import asked_of_any, asked_of_folders, asked_of_swells
from cmp.cli.shared_options import TEXT_OR_JSON
from cmp.cli.terminal import for_people
from cmp.errors import RequestError
from cmp.report.check_formats import CHECK_FORMATS
from cmp.report.checked import FAILING
from cmp.report.formats import FORMATS
from cmp.settings import Settings

if TYPE_CHECKING:
    from cmp.cli.asked import Asked


@swell.command()
@asked_of_swells
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    help="Write one file an object into this folder, in place of those of the last run.",
)
def generate(asked: "Asked", *, output: str | None) -> int:
    """Print the manifests, and nothing but the manifests.

    A failure prints nothing on stdout, and exits with 2. Fatal findings of the checks stop it too (`failOn` in
    swell.yaml); others are counted on stderr. Of several applications each gets a folder in --output: a single stream
    would let Argo CD prune. The folder of one that fails stays as it was.

    \b
    swell generate apps/bank-bitso -e prod
    swell generate --app eoapi.yaml -o rendered/
    swell generate applications/ -o rendered/
    helm template web . | swell generate -
    """
    from cmp.cli import generate as command

    settings = Settings.read(os.environ)
    if asked.single:
        return command.generate(asked.single.request, settings=settings, stream=asked.stream, output=output or "")
    from cmp.cli.generate_several import generate_several

    return generate_several(asked, settings=settings, output=output or "")


@swell.command()
@asked_of_any
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="For people, for programs, for a README, or for a browser.",
)
@click.option("--from", "since", metavar="REVISION", help="Show the next sync, after one of this revision.")
@click.option(
    "-o", "--output", metavar="DIR", default="", help="With html, of several applications: where their pages go."
)
@click.option("--delete", "deleted", is_flag=True, help="Show how Argo CD takes the application down.")
@click.option("--all", "every", is_flag=True, help="Give each object a row of its own.")
@click.option("-q", "--quiet", is_flag=True, help="Show the verdict alone.")
@for_people
@click.option("--stages", is_flag=True, hidden=True, help="For developers: tell each stage, its time and its changes.")
def plan(asked: "Asked", *, since: str | None, deleted: bool, stages: bool, **look: Any) -> int:
    """Show what the sync will do: wave by wave, what each waits for, why, and whether it can finish.

    It simulates the first sync into an empty namespace by Argo CD's own rules. A stream (-) is judged as it came,
    without Swell's order.

    CAN FINISH: nothing in the manifests keeps a wave from its end; images, quotas and misspelt fields can't be seen.

    WOULD HANG: a wave waits for an object that needs something later, or something that is never applied. Argo CD sets
    no time limit; a Deployment gives up after progressDeadlineSeconds, and then the sync fails.

    WOULD FAIL: the API server refuses an object, or Argo CD calls it Degraded.

    UNCLEAR: the manifests don't say whether a workload needs a later Job.

    WOULD HANG and WOULD FAIL exit with 1.

    "At once" means that Argo CD has no health check for the kind, so nothing waits for it. "At least N s" are the
    pauses between waves, and the seconds of Jobs and hooks. What Argo CD excludes as it is shipped (Lease, Endpoints,
    CertificateRequest ...) and what no sync applies stand below the table.

    --from REVISION shows the sync that follows a finished one of that revision: objects are new, changed or unchanged,
    hooks run again, and what is not rendered any more is pruned or stays. Options such as Prune=false are read from the
    object in the cluster, so they must be there before the commit that removes it.

    --delete shows `argocd app delete`: PreDelete hooks, then the waves from the highest to the lowest, then PostDelete
    hooks, and what stays (CRDs, Delete=false, claims of StatefulSets, what Applications below deploy that have no
    finalizer of Argo CD's). It would hang where a hook needs what is gone, a claim goes before its pods, or a
    controller before the objects whose finalizer it removes.

    \b
    swell plan apps/bank-bitso -e prod
    helm template web . | swell plan -
    swell plan --app eoapi.yaml --format html > plan.html
    swell plan applications/ --format html -o plans/
    swell plan apps/bank-bitso -e prod --from origin/main
    swell plan apps/bank-bitso -e prod --delete
    """
    from cmp.cli.plan import Look, delete
    from cmp.cli.plan import plan as command

    if deleted and since is not None:
        raise RequestError("--from is about a sync, and --delete about none", fix="keep one of them")
    if deleted:
        return delete(asked, settings=Settings.read(os.environ), form=look["form"], quiet=look["quiet"])
    return command(asked, settings=Settings.read(os.environ), look=Look(**look), since=since, told=stages)


@swell.command()
@click.argument("what", metavar="KIND/NAME|VALUE")
@asked_of_any
@TEXT_OR_JSON
@for_people
def why(asked: "Asked", *, what: str, form: str) -> int:
    """Say why an object runs where it does, or where a value comes from and what it reaches.

    KIND/NAME (KIND/NAMESPACE/NAME, KIND.GROUP/NAME): its phase and wave, who decided them, what it needs and what needs
    it. VALUE is a dotted path; `\\.` is a dot in a key. Each layer that sets it is listed, `←` at the one that wins,
    and below it the fields that change with it, found by rendering with another value. Secrets are (hidden): by their
    key (password, token, apiKey ...), by their text, or by `writeOnly` in the chart's schema.

    \b
    swell why image.tag apps/bank-bitso -e prod
    swell why Job/web-migrate apps/bank-bitso -e prod
    helm template web . | swell why deployment/web -
    """
    from cmp.cli.why import why as command

    return command(asked, settings=Settings.read(os.environ), what=what, form=form)


@swell.command()
@asked_of_any
@click.option(
    "--format",
    "form",
    type=click.Choice(list(CHECK_FORMATS)),
    default="text",
    show_default=True,
    help="For people, for programs, for a comment, for code scanning, or for GitHub, Jenkins or GitLab to show.",
)
@click.option("--twice", is_flag=True, help="Render twice, and tell which values and names differ each time.")
@click.option(
    "--baseline", metavar="FILE", default="", help="Findings that are accepted: they are neither told nor count."
)
@click.option("--accept", "accepts", is_flag=True, help="Accept all findings of now: write them into the baseline.")
@click.option(
    "--fail-on",
    type=click.Choice(list(FAILING)),
    default="warning",
    show_default=True,
    help="From which severity on to exit with 1.",
)
@click.option("-q", "--quiet", is_flag=True, help="Show how many findings there are, and none of them.")
@for_people
def check(asked: "Asked", *, form: str, twice: bool, quiet: bool, **gate: Any) -> int:
    """Show what would go wrong in a sync, and the fix; exit with 1 if that is a warning or worse.

    docs/checks.md lists the checks. swell.yaml changes a severity (`checks`) and accepts findings (`waivers`).

    \b
    swell check apps/bank-bitso -e prod --twice
    swell check applications/ --format junit > checks.xml
    swell check . --baseline swell-baseline.json --accept
    argocd app manifests web | swell check -
    """
    from cmp.cli.check import Gate
    from cmp.cli.check import check as command

    settings = Settings.read(os.environ)
    return command(asked, settings=settings, form=form, twice=twice, gate=Gate(**gate), quiet=quiet)


@swell.command()
@asked_of_folders
@click.option("--origins", is_flag=True, help="Say where each value comes from, in comments or fields.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", "json"]),
    default="yaml",
    show_default=True,
    help="How to write them.",
)
def values(asked: "Asked", *, origins: bool, form: str) -> int:
    """Print the merged values, as the chart's templates see them. Only with --origins are secrets hidden.

    \b
    swell values apps/bank-bitso -e prod
    swell values apps/bank-bitso -e prod --origins
    """
    from cmp.cli.values import values as command

    return command(asked, settings=Settings.read(os.environ), origins=origins, form=form)

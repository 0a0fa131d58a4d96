"""The commands about a sidecar, a laptop or an editor, and their options."""

import os
from collections.abc import Callable

import click

from cmp.cli.group import swell
from cmp.cli.options import asked_of_folder, asked_of_machine
from cmp.cli.output import say
from cmp.cli.shared_options import JUDGE, TEXT_OR_JSON
from cmp.cli.terminal import for_people
from cmp.request.model import AppRequest
from cmp.resident.probe import PROBES
from cmp.settings import Settings


@swell.command()
@asked_of_folder(without=JUDGE)
def parameters(request: AppRequest) -> int:
    """Announce an application's parameters to Argo CD's user interface, as JSON.

    \b
    swell parameters apps/bank-bitso -e prod
    """
    from cmp.cli.parameters import parameters as command

    return command(request, settings=Settings.read(os.environ))


@swell.command(context_settings={"ignore_unknown_options": True})
@click.argument("command", metavar="[argocd-cmp-server] [ARGUMENT...]", nargs=-1, type=click.UNPROCESSED)
def sidecar(command: tuple[str, ...]) -> int:
    """Start argocd-cmp-server, and beside it a server that renders for it; the entry point of the image.

    It ends when argocd-cmp-server does, with its exit code. Without a program it is
    /var/run/argocd/argocd-cmp-server; arguments are passed on. The server renders in a process of its own for each
    request, within SWELL_TIMEOUT and SWELL_MEMORY_BYTES. Where it does not answer, the call renders by itself, and says
    so in its last line of stderr. When Argo CD gives up, all that a render started is killed. Linux only.

    \b
    swell sidecar --config-dir-path /opt/swell/git-credentials
    """
    from cmp.cli.sidecar import sidecar as start

    return start(command)


@swell.command()
@click.argument("what", metavar="live|ready", type=click.Choice(PROBES))
def probe(what: str) -> int:
    """Tell Kubernetes whether the sidecar is live or ready; exit with 1, and say why, if it is not.

    It is ready as soon as argocd-cmp-server can be asked. It is not live where argocd-cmp-server, or the server
    beside it, never answers; one that is only busy does, and one that has ended starts again by itself.

    \b
    swell probe live
    """
    from cmp.cli.probe import probe as command

    return command(what)


@swell.command()
@asked_of_machine
@TEXT_OR_JSON
@for_people
def doctor(ask: Callable[..., AppRequest], *, named: bool, policy: str, form: str) -> int:
    """Tell whether this sidecar or laptop is set up right, for an application too; exit with 1 if it is not.

    No secret is shown. Where the sidecar does not start, run it in a copy of the pod, and read its log.

    \b
    swell doctor
    swell doctor apps/bank-bitso -e prod
    kubectl -n argocd exec deployment/argocd-repo-server -c swell -- swell doctor
    kubectl -n argocd debug POD --copy-to swell-doctor \\
        --share-processes=false -c swell -- swell doctor
    kubectl -n argocd logs swell-doctor -c swell
    kubectl -n argocd delete pod swell-doctor
    """
    from cmp.cli.doctor import doctor as command

    return command(ask, settings=Settings.read(os.environ), named=named, policy=policy, form=form)


@swell.command()
@click.argument("what", metavar="[policy]", type=click.Choice(["swell.yaml", "policy"]), default="swell.yaml")
def schema(what: str) -> int:
    """Print the JSON Schema of swell.yaml, or of a policy, for editors.

    \b
    swell schema > .swell.schema.json
    swell schema policy
    """
    import json

    from cmp.config.policy_spec import PolicyFile
    from cmp.config.spec import SwellFile
    from cmp.typed.parse import json_schema

    say(json.dumps(json_schema(PolicyFile if what == "policy" else SwellFile, title=what), indent=2))
    return 0

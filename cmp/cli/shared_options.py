"""The options that say which application is meant and how it is rendered, as the commands share them."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from cmp.argocd.versions import VERSIONS
from cmp.argocd.wave_delay import LONGEST

APP = functools.partial(
    click.option,
    "--app",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="The file of an Application, which says everything; a folder is then the checkout of its repository.",
)
_OPTIONS = {
    "environment": functools.partial(
        click.option, "-e", "--env", "environment", metavar="NAME", help="The environment: stage, prod, ..."
    ),
    "namespace": functools.partial(
        click.option, "-n", "--namespace", metavar="NAME", help="The namespace that it is deployed to."
    ),
    "name": functools.partial(
        click.option, "--name", metavar="NAME", help="The application's name. Default: the folder's name."
    ),
    "files": functools.partial(
        click.option,
        "-f",
        "--values",
        "files",
        metavar="FILE",
        type=click.Path(),
        multiple=True,
        help="A values file above all others; may be given several times.",
    ),
    "assignments": functools.partial(
        click.option,
        "--set",
        "assignments",
        metavar="KEY=VALUE",
        multiple=True,
        help="A single value above all files; may be given several times.",
    ),
    "config": functools.partial(
        click.option,
        "--config",
        metavar="FILE",
        type=click.Path(),
        help="A swell.yaml that lies elsewhere, in place of the nearest one.",
    ),
    "policy": functools.partial(
        click.option,
        "--policy",
        metavar="FILE",
        type=click.Path(),
        help="The operator's policy, in place of SWELL_POLICY.",
    ),
    "kube_version": functools.partial(
        click.option, "--kube-version", metavar="X.Y.Z", help="The cluster's version of Kubernetes."
    ),
    "api_versions": functools.partial(
        click.option,
        "-a",
        "--api-versions",
        metavar="VERSION",
        multiple=True,
        help="An API that the cluster has, such as monitoring.coreos.com/v1; may be given several times.",
    ),
    "argocd": functools.partial(
        click.option,
        "--argocd",
        type=click.Choice(VERSIONS),
        help="The version of Argo CD to judge by, in place of `argocd` in policy and swell.yaml.",
    ),
    "sync_wave_delay": functools.partial(
        click.option,
        "--sync-wave-delay",
        metavar="SECONDS",
        type=click.IntRange(0, LONGEST),
        help="The seconds that Argo CD pauses between waves, in place of `syncWaveDelay`.",
    ),
}
"""The options that say which application is meant and how it is rendered, by name, in the order of the help."""
JUDGE = frozenset({"argocd", "sync_wave_delay"})
"""Those that say which Argo CD judges a sync."""
RENDERING = frozenset({"files", "assignments", "kube_version", "api_versions"})
"""Those that reach the text of manifests alone."""
_NOT_GIVEN: Mapping[str, tuple[str, ...]] = {"files": (), "assignments": (), "api_versions": ()}
TEXT_OR_JSON = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for a pipeline.",
)
NAMES = ("source", "app", *_OPTIONS)
SHARED = frozenset({*NAMES, "apps", "as_swell"})
"""The options that many commands have."""


def taken(options: dict[str, Any], *, but: Sequence[str] = ()) -> dict[str, Any]:
    """Take the options of an application out of all, `but` some, and return them; one that a command lacks is unset."""
    return {name: options.pop(name, _NOT_GIVEN.get(name)) for name in NAMES if name not in but}


def options_of_application(
    without: frozenset[str] = frozenset(), *, twice: Sequence[str] = ()
) -> list[Callable[..., Any]]:
    """Return the options that say which application is meant, those in `twice` once for each of two sides."""
    kept = {name: option for name, option in _OPTIONS.items() if name not in without}
    return [option(multiple=True) if name in twice else option() for name, option in kept.items()]


def decorated(called: Callable[..., int], *options: Callable[..., Any]) -> Callable[..., int]:
    """Return a function with arguments and options of click's, the first one on top in its help."""
    return functools.reduce(lambda inner, option: option(inner), reversed(options), called)

"""The group of all commands; each is added to it where it is defined."""

import click

from cmp.cli.about import completion, show_help, show_version
from cmp.cli.once import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version, help="Show versions, and exit."
)
def swell() -> None:
    """Waves for your Helm charts: put an Argo CD sync in the right order.

    In the sidecar, Argo CD calls `swell generate`. On a laptop the same commands work on a folder, on an Application
    (--app) or, where it says so, on a rendered stream (-).
    """


swell.add_command(show_help)
swell.add_command(completion)

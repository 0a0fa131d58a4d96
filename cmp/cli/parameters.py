"""`swell parameters`: announces an application's parameters to Argo CD's user interface, as JSON."""

import os

from cmp.cli.generate import request_of_argocd
from cmp.cli.output import say
from cmp.request.model import AppRequest
from cmp.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def sidecar(begin: "Callable[[], None] | None" = None) -> int:
    """Run `swell parameters` as Argo CD calls it; `begin` is called before the first byte goes to stdout."""
    return parameters(request_of_argocd(), settings=Settings.read(os.environ), begin=begin)


def parameters(request: AppRequest, *, settings: Settings, begin: "Callable[[], None] | None" = None) -> int:
    """Print the announcements of an application's parameters."""
    from cmp.dialect import to_json
    from cmp.explain.announcements import announcements
    from cmp.text import printable_json

    text = printable_json(to_json(announcements(request, settings=settings)))
    if begin:
        begin()
    say(text)
    return 0

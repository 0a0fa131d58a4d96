"""`swell generate` of several applications: each into a folder of its own, never into one stream.

Argo CD prunes what a stream does not hold, and in one of several applications nothing would tell whose an object is.
"""

import os
from collections import Counter
from functools import partial

from cmp.cli.asked import Asked
from cmp.cli.failure import story
from cmp.cli.generate import summary_of
from cmp.cli.in_turn import answers
from cmp.cli.output import note
from cmp.errors import RequestError, SwellError
from cmp.fleet.ways import ToRender
from cmp.render.files import refuse_link, write_files
from cmp.render.run import LazySession, helm_runtime, refuse_empty, refuse_fatal
from cmp.settings import Settings


def generate_several(asked: Asked, *, settings: Settings, output: str) -> int:
    """Write each application into a folder of `output` that is called as it is; return the worst exit code.

    The folder of one that fails stays as it was.

    Raises:
        RequestError: there is no folder to write into, or two applications have one name.
    """
    names = Counter(member.name for member in asked.members)
    if not output:
        what = f"{len(asked.members)} applications make" if len(asked.members) > 1 else "an ApplicationSet makes"
        raise RequestError(
            f"{what} no one stream: Argo CD prunes what it does not find in its own",
            fix="say -o DIR, which gets a folder for each, or name one application",
        )
    refuse_link(os.path.abspath(output), shown=output)
    if twice := [name for name, times in names.items() if times > 1]:
        places = [f"{one.name}: {one.found.source}" for one in asked.members if one.found and one.name == twice[0]]
        raise RequestError(
            f"{names[twice[0]]} applications are called {twice[0]}, and each is to have a folder of its own",
            here="\n".join(places),
            fix="generate those of one environment or cluster at a time",
        )
    status = 0
    for _, answer in answers(asked, partial(_written, settings=settings, output=output), settings=settings):
        note(story(answer) if isinstance(answer, SwellError) else answer)
        status = max(status, answer.exit_code if isinstance(answer, SwellError) else 0)
    return status


def _written(render: ToRender, *, settings: Settings, output: str) -> str:
    """Write the manifests of one application, and return the summary."""
    with LazySession(helm_runtime(settings)) as session:
        built = render.build(session)
        refuse_fatal(built)
        refuse_empty(built)
        write_files(built.arranged.manifests, os.path.join(output, render.request.app))
        return summary_of(built)

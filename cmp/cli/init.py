"""`swell init`: writes a first swell.yaml into an application's folder."""

import json
import os

from cmp.cli.chart_elsewhere import refuse_pulled
from cmp.cli.output import note
from cmp.cli.write import write
from cmp.config.environments import USUAL, usual
from cmp.config.find import FILE, counting
from cmp.config.missing_chart import missing_chart
from cmp.config.spec import SwellFile
from cmp.convert.starter import starter
from cmp.errors import ConfigError, SwellError
from cmp.model import Decision
from cmp.render.inputs import survey
from cmp.render.run import LazySession, helm_runtime, rendered
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.sources.paths import PathResolver
from cmp.system.files import entries, is_there
from cmp.text import pasted
from cmp.typed.parse import json_schema

_SCHEMA = ".swell.schema.json"


def init(request: AppRequest, *, settings: Settings) -> int:
    """Write swell.yaml, and the schema for editors at the repository's root.

    Raises:
        ConfigError: the folder has one.
        RequestError: the folder is a copy of a chart from elsewhere.
    """
    refuse_pulled(request)
    path = os.path.join(request.folder, FILE)
    if is_there(path):
        raise ConfigError(f"{FILE} is there already", where=os.path.relpath(path), fix="see what it does: swell plan")
    with LazySession(helm_runtime(settings)) as session:
        resolved = survey(request, session=session)
        resolver, names = resolved.resolver, usual(resolved.resolver)
        chart = is_there(os.path.join(request.folder, "Chart.yaml"))
        if not (chart or resolved.config.chart or resolved.config.manifests):
            raise missing_chart(request.folder, resolved.config, resolver, guessed=False)
        environment = () if request.text("environment") or not names else (("environment", names[0]),)
        moves = _moves(request.replace(texts=(*request.texts, *environment)), session)
    schema = os.path.join(resolver.root, _SCHEMA)
    above = counting(resolver.folder, resolver.root)
    text = starter(
        schema=os.path.relpath(schema, resolver.folder),
        environments={name: _pattern(name, resolver) for name in names},
        others=_others(names, resolver),
        moves=moves,
        extends=f"/{os.path.relpath(above, resolver.root)}" if above else "",
    )
    for file, held in ((schema, json.dumps(json_schema(SwellFile, title=FILE), indent=1) + "\n"), (path, text)):
        write(file, held)
        note(f"swell: wrote {os.path.relpath(file)}")
    example = f" -e {pasted(names[0])}" if names and not request.file else ""
    at = os.path.relpath(request.file or request.folder)
    where = f"swell plan --app {pasted(at)}" if request.file else f"swell plan {pasted(at)}"
    note(f"  next: {where}{example}")
    return 0


def _moves(request: AppRequest, session: LazySession) -> tuple[Decision, ...] | None:
    try:
        return rendered(request, session).arranged.decisions
    except SwellError as problem:
        note(f"swell: the order is not known yet: {problem}")
        return None


def _pattern(environment: str, resolver: PathResolver) -> str:
    """Return the pattern at which an environment has its file."""
    return next(one for one in USUAL if is_there(os.path.join(resolver.folder, _of(one, environment))))


def _of(pattern: str, environment: str) -> str:
    return pattern.replace("{environment}", environment)


def _others(names: list[str], resolver: PathResolver) -> list[str]:
    """Return the values files beside the chart's own that belong to no environment."""
    known = {_of(pattern, name) for pattern in USUAL for name in names}
    found = sorted(entry.name for entry in entries(resolver.folder) if entry.is_file())
    return [
        name
        for name in found
        if name.endswith((".yaml", ".yml")) and "values" in name and name != "values.yaml" and name not in known
    ]

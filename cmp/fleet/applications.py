"""Finding what Applications deploy: rendered by Swell, from plain manifests, or folders without an Application."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from cmp.chart.volatile import VolatileTemplates
from cmp.errors import SourceError, Under
from cmp.fleet.directory import Directory
from cmp.fleet.find import applications
from cmp.fleet.git_revisions import address
from cmp.fleet.names import application_name
from cmp.fleet.readers import Deployed
from cmp.manifests.split import split
from cmp.model import Manifest
from cmp.objects.match import Matcher, matcher
from cmp.render.inputs import Inputs, render_values
from cmp.render.run import LazySession, helm_runtime, rendered
from cmp.request.application import environment_named, folder_of, roots_of, variables
from cmp.request.model import from_environment
from cmp.settings import Settings
from cmp.system.files import is_folder, is_there
from cmp.value import Value

_BUILT = ("Chart.yaml", "kustomization.yaml", "kustomization.yml", "Kustomization")
_FIX = "check its repository out, and name that folder: --checkout DIR"
_OTHERS = ("chart", "helm", "kustomize", "ref")


class Search(Value):
    """The folders to search: `checkouts` contain Applications' paths; only paths below `within` count.

    `remotes` are the addresses of the checkouts that have remotes in git. Of what Swell renders only Applications that
    name `environment` count, where that is not "", and `left_out` is called with what each of the others names, "" for
    none; folders without an Application are rendered for it. `own` are the addresses of the
    repository whose files changed. `skipped` is called with the name of each Application that Swell does not render.
    """

    checkouts: tuple[str, ...]
    environment: str
    settings: Settings
    remotes: Mapping[str, frozenset[str]]
    skipped: Callable[[str], None]
    left_out: Callable[[str], None]
    within: str = ""
    own: frozenset[str] = frozenset()


def deployed(paths: Sequence[str], search: Search) -> Iterator[Deployed]:
    """Yield what the Applications in files and folders deploy; a folder without any is one of application folders."""
    for path in paths:
        found = list(applications(path))
        for file, document in found:
            with Under(f"Application/{application_name(document.get('metadata') or {})}"):
                yield from _of_application(file, document, search)
        if not found and is_folder(path):
            for folder in _folders(path):
                name = os.path.basename(folder)
                words = {"ARGOCD_APP_NAME": name}
                if search.environment:
                    words["ARGOCD_ENV_SWELL_ENVIRONMENT"] = search.environment
                with Under(name):
                    yield from _rendered(words, folder, search, name=name)


def _of_application(file: str, document: Mapping[str, Any], search: Search) -> Iterator[Deployed]:
    spec = document.get("spec") or {}
    name = application_name(document.get("metadata") or {})
    sources = [one for one in spec.get("sources") or [spec.get("source")] if isinstance(one, dict)]
    if any("plugin" in one for one in sources):
        (own,) = [one for one in sources if "plugin" in one][:1]
        if search.environment and (named := environment_named(document, file)) != search.environment:
            search.left_out(named)
            return
        words, folder = variables(document, file, _roots(own, file, search), fix=_FIX)
        yield from _rendered(words, folder, search, name=name)
        return
    if len(sources) != 1 or any(key in sources[0] for key in _OTHERS):
        search.skipped(name)
        return
    folder = folder_of(sources[0], file, _roots(sources[0], file, search), fix=_FIX)
    if any(is_there(os.path.join(folder, one)) for one in _BUILT):
        search.skipped(name)
    elif _counts(folder, search):
        namespace = str((spec.get("destination") or {}).get("namespace", ""))
        found = (split(text, namespace=namespace) for _, text in Directory.of(sources[0]).texts(folder))
        yield Deployed(
            application=name, folder=folder, manifests=tuple(chain.from_iterable(found)), volatile=VolatileTemplates({})
        )


def _roots(source: Mapping[str, Any], file: str, search: Search) -> list[str]:
    """Return the folders that may contain a source's path: checkouts of its repository, parents of the file, others."""
    wanted = address(str(source.get("repoURL", "")))
    known = [folder for folder in search.checkouts if wanted in search.remotes.get(folder, ())]
    others = [folder for folder in search.checkouts if not wanted or not search.remotes.get(folder)]
    return [*known, *roots_of(file), *others]


def _rendered(words: Mapping[str, str], folder: str, search: Search, *, name: str) -> Iterator[Deployed]:
    if not _counts(folder, search):
        return
    request = from_environment({**search.settings.variables, **words}, folder=folder)
    with LazySession(helm_runtime(search.settings)) as session:
        built = rendered(request, session)
        values, watches = render_values(built.inputs), tuple(_watches(built.inputs, search.own))
        volatile = VolatileTemplates(values.chart.templates if values else {})
    yield Deployed(
        application=name, folder=folder, manifests=built.arranged.manifests, volatile=volatile, watches=watches
    )


def _watches(inputs: Inputs, own: frozenset[str]) -> Iterator[tuple[str, Matcher]]:
    """Yield the watched files that lie in the repository whose files changed, each with its workloads."""
    resolver = inputs.resolver
    addresses = {one.source.alias: address(one.source.location) for one in inputs.config.sources}
    for found in inputs.files.watched_files():
        fits = matcher(found.watch.match) if found.watch.match else _any
        for path in found.paths:
            if (source := resolver.home(path)) and addresses.get(source.alias) in own:
                yield os.path.relpath(path, source.folder), fits


def _any(_: Manifest) -> bool:
    return True


def _counts(folder: str, search: Search) -> bool:
    return not search.within or f"{folder}/".startswith(f"{search.within}/")


def _folders(path: str) -> list[str]:
    """Return the folders of applications: the folder itself if it is a chart, else the folders in it.

    Raises:
        SourceError: there are no such folders.
    """
    here = os.path.realpath(path)
    if is_there(os.path.join(here, "Chart.yaml")):
        return [here]
    with os.scandir(here) as entries:
        found = sorted(entry.path for entry in entries if entry.is_dir() and entry.name[0] != ".")
    if not found:
        raise SourceError(
            f"{path} holds neither Applications nor folders of applications",
            fix="name a folder that has Applications in it, or applications' folders",
        )
    return found

"""Reading a file of what is deployed today, and writing it in the form that Swell renders."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from cmp import dialect
from cmp.convert import helmfile, lovely
from cmp.convert.filled import env_filled, filled_for_good
from cmp.convert.in_place import other_tool
from cmp.convert.native import Native, Place, native, of_helm, place
from cmp.convert.plugin_form import Here, alone, converted
from cmp.convert.splice import with_source
from cmp.errors import RequestError
from cmp.fleet.found import found_in
from cmp.request.application import folder_here, overridden, roots_of
from cmp.request.application_file import application_in
from cmp.request.checkout import read_within
from cmp.value import Value

_WAVE = "argocd.argoproj.io/sync-wave"


class Conversion(Value):
    """An Application in plugin form: its name, its text, its new source, and what is left out.

    `tried` is the source that can be rendered here: Swell itself pulls a chart that Argo CD would give to the plugin.
    `before` is the Application of today, or asks Swell for what another tool renders. `here` is its file's repository.
    """

    name: str
    application: str
    source: Mapping[str, Any]
    tried: Mapping[str, Any]
    before: Mapping[str, Any]
    here: Here
    notes: tuple[str, ...] = ()


def conversions(path: str, here: Here) -> list[Conversion]:
    """Return the Application in a file, or one for each release of a helmfile, in plugin form.

    Raises:
        RequestError: it is neither, or says what has no counterpart in Swell.
    """
    text = read_within(path, shown=path)
    if "releases:" in text and helmfile.is_helmfile(_document(text)):
        return list(_of_helmfile(text, here, path))
    if "ApplicationSet" in text and (name := _set(path)):
        raise RequestError(
            f"it holds the ApplicationSet {name}, and `swell convert` converts Applications",
            where=path,
            fix="write one that it makes into a file, convert that, and put its `source` into the set's template",
        )
    return [_of_application(text, application_in(path), here, path)]


def _set(path: str) -> str:
    """Return the name of the ApplicationSet in a file that has no Application, "" where there is none."""
    found = list(found_in(path))
    return found[0].name if found and all(one.is_set for one in found) else ""


def _document(text: str) -> Any:
    try:
        return dialect.load(text)
    except dialect.YamlError:
        return {"releases": []} if "{{" in text and "kind:" not in text else None


def _of_application(text: str, application: Mapping[str, Any], here: Here, path: str) -> Conversion:
    if other := other_tool(application, path):
        raise RequestError(f"{other}, and Swell renders Helm charts", where=path, fix="leave it to Argo CD")
    source = (application.get("spec") or {}).get("source") or {}
    plugin = source.get("plugin")
    _refuse_overrides(application, source, path)
    what = native(filled_for_good(application, path), path) if plugin is None else _lovely(application, plugin, path)
    _refuse_namespace(application, what, path)
    form = converted(what, here, path=path)
    tried = form
    if "chart" in form:
        tried = {**converted(what, here.addressed, path=path, pulls=True), "path": "."}
    return Conversion(
        name=str((application.get("metadata") or {}).get("name", "")),
        application=with_source(text, dict(form), path=path),
        source=form,
        tried=tried,
        before=application if plugin is None else _with(application, alone(tried)),
        here=here,
        notes=what.notes,
    )


def _refuse_overrides(application: Mapping[str, Any], source: Mapping[str, Any], path: str) -> None:
    """Refuse what an .argocd-source file says beside the Application, which Argo CD does not take with a plugin.

    Source: mergeSourceParameters in reposerver/repository/repository.go and ExplicitType in
    pkg/apis/application/v1alpha1/types.go of Argo CD 3.6.1.
    """
    folder = folder_here(source, roots_of(path)) if source.get("path") else ""
    if folder and overridden(source, folder, str((application.get("metadata") or {}).get("name", ""))) != source:
        raise RequestError(
            f"an .argocd-source file in {source['path']} changes its source, and would change nothing of a plugin's",
            where=path,
            fix="put what that file says into the Application, delete it, and stop what writes it",
        )


def _refuse_namespace(application: Mapping[str, Any], what: Native, path: str) -> None:
    """Refuse Helm's namespace where it is not that of the destination, for which Swell renders."""
    destination = (application.get("spec") or {}).get("destination") or {}
    if what.namespace and what.namespace != destination.get("namespace"):
        raise RequestError(
            "`helm.namespace` is another namespace than that of the destination",
            where=path,
            fix="leave it to Argo CD's own Helm, or make it the destination's: Swell renders for that one",
        )


def _with(application: Mapping[str, Any], source: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an Application with another source."""
    return {**application, "spec": {**application["spec"], "source": source}}


def _lovely(application: Mapping[str, Any], plugin: Mapping[str, Any], path: str) -> Native:
    """Return what lovely renders for an Application."""
    spec = application.get("spec") or {}
    if not lovely.is_lovely(plugin):
        name = str(plugin.get("name", "")) or "one without a name"
        fix = "there is nothing to convert" if name.startswith("swell") else "say `plugin: {name: swell}`"
        raise RequestError(f"its source has a plugin already: {name}", where=path, fix=fix)
    namespace = str((spec.get("destination") or {}).get("namespace", ""))
    plugin = env_filled(application, path)
    return of_helm(lovely.helm_of(plugin, namespace=namespace, path=path), place(spec["source"]), {}, path)


def _of_helmfile(text: str, here: Here, path: str) -> Iterator[Conversion]:
    if not here.address:
        raise RequestError(
            "an Application names a repository, and this helmfile lies in none that has a remote",
            where=path,
            fix="git remote add origin ADDRESS, and ask again",
        )
    home = Place(address=here.address, revision="HEAD", path=here.folder)
    found = helmfile.releases(text, home, path=path)
    refs = {helmfile.ALIAS: home.replace(path="")}
    waves = _waves({one.name: one.needs for one in found})
    for release in found:
        what = of_helm(release.helm, release.chart, refs, path)
        source = converted(what, here, path=path)
        wave = {"annotations": {_WAVE: str(waves[release.name])}} if waves[release.name] else {}
        application = {
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Application",
            "metadata": {"name": release.name, "namespace": "argocd", **wave},
            "spec": {
                "project": "default",
                "source": dict(source),
                "destination": {"server": "https://kubernetes.default.svc", "namespace": release.namespace},
            },
        }
        text = dialect.dump(application, blocks=True)
        yield Conversion(
            name=release.name,
            application=text,
            source=source,
            tried=source,
            before=_with(application, alone(source)),
            here=here,
            notes=what.notes,
        )


def _waves(needs: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return the wave of each release, behind those that it needs; in a cycle they stay where they are."""
    waves = dict.fromkeys(needs, 0)
    known = {name: [other for other in others if other in needs] for name, others in needs.items()}
    try:
        for name in TopologicalSorter(known).static_order():
            waves[name] = max((waves[other] + 1 for other in known[name]), default=0)
    except CycleError:
        return dict.fromkeys(needs, 0)
    return waves

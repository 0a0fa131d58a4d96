"""Reading a file of what is deployed today, and writing it in the form that Swell renders."""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp import dialect
from cmp.convert import helmfile, lovely
from cmp.convert.native import Native, Place, native, of_helm, place
from cmp.convert.plugin_form import Converted, Here, converted
from cmp.convert.splice import with_source
from cmp.errors import RequestError
from cmp.fleet.found import found_in
from cmp.request.application_file import application_in
from cmp.request.checkout import read_within
from cmp.value import Value

_WAVE = "argocd.argoproj.io/sync-wave"


class Conversion(Value):
    """An Application in plugin form: its name, its text, its source with the swell.yaml, and what is left out.

    `tried` is the form that can be rendered here: Swell itself pulls a chart that Argo CD would give to the plugin.
    """

    name: str
    application: str
    form: Converted
    tried: Converted
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
    name = str((application.get("metadata") or {}).get("name", ""))
    what = _native(application.get("spec") or {}, path)
    form = converted(what, here, name=name, path=path)
    return Conversion(
        name=name,
        application=with_source(text, dict(form.source), path=path),
        form=form,
        tried=_tried(what, form, here, name=name, path=path),
        notes=what.notes,
    )


def _tried(what: Native, form: Converted, here: Here, *, name: str, path: str) -> Converted:
    if "chart" not in form.source:
        return form
    return converted(what, here.addressed, name=name, path=path, pulls=True)


def _native(spec: Mapping[str, Any], path: str) -> Native:
    """Return what an Application renders, which may have lovely as its plugin."""
    source = spec.get("source") or {}
    plugin = source.get("plugin")
    if not isinstance(plugin, dict):
        return native(spec, path)
    if not lovely.is_lovely(plugin):
        name = str(plugin.get("name", "")) or "one without a name"
        fix = "there is nothing to convert" if name.startswith("swell") else "convert what that plugin renders by hand"
        raise RequestError(f"its source has a plugin already: {name}", where=path, fix=fix)
    namespace = str((spec.get("destination") or {}).get("namespace", ""))
    return of_helm(lovely.helm_of(plugin, namespace=namespace, path=path), place(source), {}, path)


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
        form = converted(what, here, name=release.name, path=path)
        wave = {"annotations": {_WAVE: str(waves[release.name])}} if waves[release.name] else {}
        application = {
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Application",
            "metadata": {"name": release.name, "namespace": "argocd", **wave},
            "spec": {
                "project": "default",
                "source": dict(form.source),
                "destination": {"server": "https://kubernetes.default.svc", "namespace": release.namespace},
            },
        }
        text = dialect.dump(application, blocks=True)
        yield Conversion(name=release.name, application=text, form=form, tried=form, notes=what.notes)


def _waves(needs: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return the wave of each release, behind those that it needs; in a circle they stay where they are."""
    waves = dict.fromkeys(needs, 0)
    for _ in needs:
        for name, others in needs.items():
            waves[name] = max([waves[name], *(waves[other] + 1 for other in others if other in waves)])
        if max(waves.values(), default=0) > len(needs):
            return dict.fromkeys(needs, 0)
    return waves

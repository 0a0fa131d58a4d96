"""Turning an Application manifest into the environment variables that Argo CD would set for a plugin."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from cmp import dialect
from cmp.errors import RequestError
from cmp.request.application_shape import shaped_source
from cmp.request.application_source import asks_plugin, plugin_source
from cmp.request.build_environment import REVISIONS, build_environment, expanded
from cmp.request.checkout import leads_out, read_within
from cmp.request.model import from_environment
from cmp.system.files import entries, is_file, is_folder, is_there
from cmp.text import Speller

_CHECK_OUT = "check its repository out, and name that folder: swell plan --app FILE FOLDER"
_PROTECTED = ("chart", "path", "repoURL", "targetRevision")  # .argocd-source.yaml may not change these

_TOGETHER = Speller()
"""For all of this process: each of thousands of Applications may ask which of thousands of folders is meant."""


def environment(application: Mapping[str, Any], path: str, *, checkout: str = "") -> tuple[dict[str, str], str]:
    """Return Argo CD's variables for an Application of the file `path`, and the application's folder.

    The folder is `spec.source.path` below a checkout, or below the first of `roots_of` the file that has it.

    Raises:
        RequestError: Swell does not render it, or its folder or the checkout is not here.
    """
    if not checkout:
        return variables(application, path, roots_of(path))
    if not is_folder(checkout):
        raise RequestError(
            f"{checkout} is no folder, and FOLDER is where the Application's repository is checked out",
            where=path,
            fix="leave it out, or name that folder; an object is one word, KIND/NAME",
        )
    fix = f"in place of {checkout}, which does not have it, name the root of the Application's repository"
    return variables(application, path, [checkout], fix=fix)


def variables(
    application: Mapping[str, Any], path: str, roots: Iterable[str], *, fix: str = _CHECK_OUT
) -> tuple[dict[str, str], str]:
    """Return the variables for an Application, and its folder below the first root that contains it.

    Raises:
        RequestError: no plugin renders it, or its folder is not on this machine.
    """
    metadata, spec = application.get("metadata") or {}, application.get("spec") or {}
    source = plugin_source(spec, path)
    folder = folder_of(source, path, roots, fix=fix)
    source = shaped_source(overridden(source, folder, str(metadata.get("name", ""))), path)
    words = build_environment(application, source)
    given = _given(source.get("plugin") or {}, words)
    known = {name: value for name, value in words.items() if name not in REVISIONS}
    return known | {"ARGOCD_APP_SOURCE_PATH": str(source.get("path") or ".")} | given, folder


def environment_named(application: Mapping[str, Any], path: str) -> str:
    """Return the environment that an Application names, "" if it names none, or Swell does not render it.

    Raises:
        RequestError: what it gives the plugin can't be read.
    """
    spec = application.get("spec") or {}
    if not asks_plugin(spec):
        return ""
    source = plugin_source(spec, path)
    given = _given(source["plugin"] or {}, build_environment(application, source))
    return from_environment(given, folder=path, file=path).text("environment")


def _given(plugin: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for what the Application gives the plugin; Argo CD fills those of `plugin.env` in.

    Source: getPluginParamEnvs in reposerver/repository/repository.go of Argo CD 3.6.1.
    """
    own = {f"ARGOCD_ENV_{one['name']}": expanded(str(one.get("value", "")), words) for one in plugin.get("env") or ()}
    return {"ARGOCD_APP_PARAMETERS": json.dumps(plugin.get("parameters")), **own}


def folder_of(
    source: Mapping[str, Any], path: str, roots: Iterable[str], *, fix: str = _CHECK_OUT, speller: Speller = _TOGETHER
) -> str:
    """Return the folder of a source below the first root that contains it.

    Source of the refusal: Path in util/app/path of Argo CD 3.6.1.

    Raises:
        RequestError: no root contains it, or it leads out of each.
    """
    below, places = str(source.get("path") or "."), tuple(roots)
    if _climbs_out(below):
        raise RequestError(
            f"the Application's folder {below} is not in its repository, and Argo CD refuses it",
            where=path,
            fix="say `path` as it is below the repository's root",
        )
    if found := _first(below, places):
        if leads_out(found):
            raise RequestError(
                f"the Application's folder {below} leads out of its repository, and Argo CD refuses it",
                where=path,
                fix="keep it inside, or copy the folder",
            )
        return os.path.realpath(found)
    close = next(filter(None, (_alike(root, below, speller) for root in places)), "")
    raise RequestError(
        f"the Application's folder {below} is not here",
        where=path,
        here=f"nearest: {close}" if close else "",
        fix=f"correct `path` in it; or {fix}" if close else fix,
    )


def folder_here(source: Mapping[str, Any], roots: Iterable[str]) -> str:
    """Return what `folder_of` does; "" where it raises."""
    below = str(source.get("path") or ".")
    found = "" if _climbs_out(below) else _first(below, roots)
    return os.path.realpath(found) if found and not leads_out(found) else ""


def _first(below: str, roots: Iterable[str]) -> str:
    """Return the folder below the first root that has it, links not followed; "" if none has."""
    return next(filter(is_folder, (os.path.join(root, below) for root in roots)), "")


def _climbs_out(below: str) -> bool:
    return os.path.isabs(below) or os.path.normpath(below).partition("/")[0] == ".."


def _alike(root: str, below: str, speller: Speller) -> str:
    """Return the path that may be meant: with the first folder that is missing below a root corrected; "" for none."""
    above, _, rest = below.strip("/").rpartition("/")
    while above and not is_folder(os.path.join(root, above)):
        above, _, cut = above.rpartition("/")
        rest = f"{cut}/{rest}"
    name, slash, rest = rest.partition("/")
    with suppress(OSError):
        names = () if speller.spent else (one.name for one in entries(os.path.join(root, above)) if one.is_dir())
        close = speller.nearest(name, list(names))
        meant = os.path.join(above, close + slash + rest)
        return meant if close and is_folder(os.path.join(root, meant)) else ""
    return ""


def upwards(path: str) -> Iterator[str]:
    """Yield the folders above a file, up to the root of its repository."""
    folder = os.path.dirname(os.path.realpath(path))
    while True:
        yield folder
        if folder == os.path.dirname(folder) or is_there(os.path.join(folder, ".git")):
            return
        folder = os.path.dirname(folder)


def roots_of(path: str) -> Iterator[str]:
    """Yield the folders that a source's path may start at: the root of the file's repository, then those upwards.

    That root is the one that Argo CD means. Without git it may be any, and so may that of a part of a repository.
    """
    every = list(upwards(path))
    top = every[-1:] if is_there(os.path.join(every[-1], ".git")) else []
    yield from dict.fromkeys([*top, *every])


def overridden(source: Mapping[str, Any], folder: str, name: str) -> Mapping[str, Any]:
    """Return a source with .argocd-source.yaml and .argocd-source-<app>.yaml applied, as by Argo CD's repo-server."""
    for file in (".argocd-source.yaml", f".argocd-source-{name}.yaml"):
        path = os.path.join(folder, file)
        if is_file(path) and isinstance(patch := dialect.load(read_within(path, shown=file)), dict):
            kept = {key: source[key] for key in _PROTECTED if key in source}
            source = {key: value for key, value in _merge_patch(source, patch).items() if key not in _PROTECTED} | kept
    return source


def _merge_patch(target: Any, patch: Any) -> Any:
    """Return a document after a JSON merge patch (RFC 7386)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _merge_patch(result.get(key), value)
    return result

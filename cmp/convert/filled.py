"""The sources of an Application with Argo CD's build environment filled in, as its own Helm gets them.

It is filled into the values of parameters and into the paths of files; behind a `$ref/` into the rest of the path.
Source: helmTemplate, getResolvedValueFiles and getResolvedRefValueFile in reposerver/repository/repository.go of Argo
CD 3.6.1.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cmp.errors import RequestError
from cmp.request.build_environment import REVISIONS, build_environment, expanded, mentioned

_Fill = Callable[[str], str]


def filled(application: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the `spec` of an Application with all that is known here filled in."""
    return _filled(application)


def filled_for_good(application: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return the same for a plugin, whose parameters Argo CD leaves as they are; `path` is the Application's file.

    Raises:
        RequestError: a text has the revision, which is another one at each sync.
    """
    return _filled(application, lambda text: _refuse_revision(text, path))


def env_filled(application: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return the plugin of an Application, which is another one than Swell, with its variables filled in for good.

    Raises:
        RequestError: one has the revision.
    """
    source = application["spec"]["source"]
    words = build_environment(application, source)

    def text(said: str) -> str:
        _refuse_revision(said, path)
        return expanded(said, words)

    plugin = source["plugin"]
    return {**plugin, "env": _each(plugin["env"], "value", text)} if "env" in plugin else plugin


def _refuse_revision(text: str, path: str) -> None:
    if named := mentioned(text) & frozenset(REVISIONS):
        raise RequestError(
            f"it has ${min(named)}, which Argo CD fills in for its own Helm and in `plugin.env` alone",
            where=path,
            fix="take it out, convert, and give the plugin that one and all other parameters as a variable: "
            "`env: [{name: SWELL_PARAMETERS, value: KEY=$" + f"{min(named)}}}]`",
        )


def _filled(application: Mapping[str, Any], refuse: Callable[[str], None] = lambda _: None) -> Mapping[str, Any]:
    spec = application.get("spec") or {}
    every = [one for one in spec.get("sources") or [spec.get("source")] if isinstance(one, dict)]
    refs = frozenset(f"${one['ref']}" for one in every if one.get("ref"))

    def of_source(source: Any) -> Any:
        if not isinstance(source, dict) or not isinstance(helm := source.get("helm"), dict):
            return source
        words = build_environment(application, source)

        def text(said: str) -> str:
            refuse(said)
            return expanded(said, words)

        def file(said: str) -> str:
            first, slash, rest = said.partition("/")
            if first in refs:
                return f"{first}{slash}{text(rest)}"
            unknown = said.startswith("$") and not mentioned(first) & {*words, "$"}
            return said if unknown else text(said)

        fields = (("parameters", "value", text), ("fileParameters", "path", file), ("valueFiles", "", file))
        lists = {field: _each(helm[field], key, fill) for field, key, fill in fields if field in helm}
        return {**source, "helm": {**helm, **lists}}

    kept = {key: held for key, held in spec.items() if key not in ("source", "sources")}
    if isinstance(sources := spec.get("sources"), list) and sources:
        return {**kept, "sources": [of_source(one) for one in sources]}
    return {**kept, "source": of_source(spec.get("source"))} if "source" in spec else kept


def _each(held: Any, key: str, fill: _Fill) -> Any:
    """Return a list with each text filled, or the text under a key of each; what is of another type stays."""
    if not isinstance(held, list):
        return held
    return [_one(one, key, fill) for one in held]


def _one(one: Any, key: str, fill: _Fill) -> Any:
    if not key:
        return fill(one) if isinstance(one, str) else one
    said = one.get(key) if isinstance(one, dict) else None
    return {**one, key: fill(said)} if isinstance(said, str) else one

"""The `templatePatch` of an ApplicationSet, laid over an Application.

Source: applicationset/controllers/template/patch.go of Argo CD 3.6.1: a strategic merge patch, in which a list replaces
a list, since no field of an Application says otherwise but `metadata.finalizers`.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from cmp import dialect
from cmp.applicationset.model import malformed

_FIX = "templatePatch: 'spec: {syncPolicy: {automated: {}}}'"


def patched(application: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return an Application with a patch laid over it, whose text is YAML or JSON; its project stays.

    Raises:
        RequestError: the text is no object, or has a directive (`$patch`), which Swell does not follow.
    """
    try:
        patch = dialect.load(text)
    except dialect.YamlError as problem:
        raise malformed(f"its templatePatch can't be read: {problem}", fix=_FIX) from None
    if patch is not None and not isinstance(patch, dict):
        raise malformed("its templatePatch is no object", fix=_FIX)
    result: dict[str, Any] = _merged(application, patch or {})
    for field in ("metadata", "spec"):
        if not isinstance(result.get(field), dict):
            raise malformed(f"its templatePatch leaves no object at `{field}`", fix=_FIX)
    if finalizers := ((patch or {}).get("metadata") or {}).get("finalizers"):
        if not isinstance(finalizers, list) or not all(isinstance(one, str) for one in finalizers):
            raise malformed("`metadata.finalizers` of its templatePatch is no list of texts", fix=_FIX)
        result["metadata"]["finalizers"] = _joined(application["metadata"].get("finalizers") or [], finalizers)
    if "project" in application["spec"]:
        result["spec"]["project"] = application["spec"]["project"]
    return result


def _joined(own: Sequence[str], patch: Sequence[str]) -> list[str]:
    """Return a list with those of a patch, in the patch's order; the others come before what they stood before.

    Source: mergeSortedSlice in k8s.io/apimachinery/pkg/util/strategicpatch/patch.go.
    """
    places = {one: place for place, one in reversed(list(enumerate(own)))}
    named = dict.fromkeys(patch)
    others, result = deque(one for one in own if one not in named), list[str]()
    for one in named:
        while others and one in places and places[others[0]] < places[one]:
            result.append(others.popleft())
        result.append(one)
    return [*result, *others]


def _merged(own: Any, patch: Any) -> Any:
    if not isinstance(patch, Mapping):
        return patch
    if odd := next((key for key in patch if key.startswith("$")), None):
        raise malformed(f"its templatePatch has `{odd}`, which Swell does not follow", fix="write what it comes to")
    result = dict(own) if isinstance(own, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _merged(result.get(key), value)
    return result

"""The errors for parameters and variables that Swell does not know: what is meant, or what stands in their place."""

from collections.abc import Collection

from cmp.errors import RequestError
from cmp.text import nearest

_ALIKE = 0.9  # one letter of ten may be another
ELSEWHERE = {
    "env": "did you mean environment?",
    "valuesObject": "write it as text: {name: values, string: ...}",
    "namespace": "leave it out: it is the namespace of the Application's destination",
    "passCredentials": "leave it out: each host has its own credentials, which the operator mounts in the sidecar",
    **{
        name: f"helm: {{{name}: ...}} in swell.yaml"
        for name in ("version", "kubeVersion", "apiVersions", "skipCrds", "skipTests", "skipSchemaValidation")
    },
}
"""The fields of an Application's `helm` that are no parameters here, and what stands in their place."""


def instead(name: str, known: Collection[str]) -> str:
    """Return the fix for a parameter that Swell does not know."""
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    close = nearest(name, known)
    return f"did you mean {close}?" if close else f"the parameters are {', '.join(known)}"


def unknown(name: str, known: Collection[str], *, where: str = "") -> RequestError:
    """Return the error for an unknown variable; `name` and the `known` names are given without SWELL_."""
    close = nearest(name, known)
    names = ", ".join(f"SWELL_{word}" for word in known)
    fix = f"did you mean SWELL_{close}?" if close else f"the variables are {names}"
    return RequestError(f"there is no variable SWELL_{name}", where=where, fix=fix)


def refuse_nearly_ours(variable: str, known: Collection[str]) -> None:
    """Refuse a variable whose beginning is misspelt as well, such as SWEL_POLICY, swell_policy or SWELL-POLICY."""
    names = [f"SWELL_{word}" for word in known]
    said = variable.upper().replace("-", "_")
    if close := said if said in names else nearest(said, names, alike=_ALIKE):
        raise RequestError(f"there is no variable {variable}", where="the environment", fix=f"did you mean {close}?")

"""The generators by their names, in Argo CD's order, and what becomes of one: its parameters, and its template.

Source: Transform in applicationset/generators/generator_spec_processor.go, and GetGenerators in utils.go beside it, of
Argo CD 3.6.1.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from cmp.applicationset.generators import git, listed
from cmp.applicationset.generators.combined import matrix, merge
from cmp.applicationset.generators.interpolated import interpolated
from cmp.applicationset.model import ApplicationSet, Params, Tools, malformed
from cmp.applicationset.selector import selected
from cmp.errors import RequestError

_PLAIN = {"list": listed.params, "git": git.params}
_COMBINED = {"matrix": matrix, "merge": merge}
_ORDER = ("list", "clusters", "git", "scmProvider", "clusterDecisionResource", "pullRequest", "matrix", "merge")
_NAMES = (*_ORDER, "plugin", "oci")
_DEEPEST = 2
"""How deep matrix and merge may lie in each other; Argo CD leaves out what lies deeper."""
_ASKS = {
    "clusters": "which clusters Argo CD knows",
    "scmProvider": "a forge for its repositories",
    "clusterDecisionResource": "the cluster for a resource",
    "pullRequest": "a forge for its pull requests",
    "plugin": "a service",
    "oci": "a registry",
}
_FIX = (
    "look at what it makes in the cluster (argocd appset get NAME, argocd app get NAME -o yaml > FILE), or put a list "
    "generator with the same names in its place into a copy of the file, and name that"
)


def made_by(generator: Mapping[str, Any], made: ApplicationSet, tools: Tools) -> Iterator[tuple[list[Params], Any]]:
    """Yield the sets of parameters of a generator of an ApplicationSet, and its own template.

    One entry may name several generators: each counts.

    Raises:
        RequestError: it asks a cluster or the network, or Argo CD does not take it.
    """
    for name, spec in _named(generator):
        yield _params(name, spec, generator, made, tools, depth=0), spec.get("template") or {}


def _named(generator: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(name, generator[name]) for name in _NAMES if generator.get(name) is not None]


def _params(
    name: str, spec: Mapping[str, Any], generator: Mapping[str, Any], made: ApplicationSet, tools: Tools, *, depth: int
) -> list[Params]:
    if name in _ASKS:
        raise RequestError(f"its {name} generator asks {_ASKS[name]}, and Swell asks the files here alone", fix=_FIX)
    if name in _COMBINED:
        inner = partial(_inner, made=made, tools=tools, depth=depth + 1)
        found = _COMBINED[name](spec, made, inner, tools.allowance)
    else:
        found = _PLAIN[name](spec, made, tools)
    tools.allowance.make(1 + len(found))
    return selected(found, generator.get("selector"), tools.allowance)


def _inner(
    generator: Mapping[str, Any], outers: Sequence[Params], *, made: ApplicationSet, tools: Tools, depth: int
) -> Iterator[list[Params]]:
    """Yield the parameters of a generator within another one; one that lies too deep is none to Argo CD."""
    own = {name: spec for name, spec in _named(generator) if name not in _COMBINED or depth < _DEEPEST}
    if len(own) != 1:
        raise malformed(
            f"a generator within its matrix or merge names {len(own)} generators that Argo CD takes there",
            fix="name one in each, and nest no matrix or merge more than once",
        )
    known = interpolated(own, [outer for outer in outers if outer], made, tools)
    for outer in outers:
        ((name, spec),) = (next(known) if outer else own).items()
        yield _params(name, spec, generator, made, tools, depth=depth)

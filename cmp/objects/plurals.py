"""The names of kinds as rules have them: `ingresses` of an Ingress."""

from cmp.argocd.crd import defined
from cmp.objects.index import Index

_HISSING = ("s", "x", "z", "ch", "sh")
_VOWELS = "aeiou"


def plurals(index: Index) -> dict[tuple[str, str], str]:
    """Return the plurals of the kinds that a stream defines: a definition is called `<plural>.<group>`."""
    return {
        kind: definition.ref.name.removesuffix(f".{kind[0]}")
        for definition in index.each(("apiextensions.k8s.io", "CustomResourceDefinition"))
        if (kind := defined(definition))
    }


def plural(kind: str) -> str:
    """Return the plural of a kind as Kubernetes' own kinds form it."""
    name = kind.lower()
    if name == "endpoints":
        return name
    if name.endswith(_HISSING):
        return f"{name}es"
    if name.endswith("y") and name[-2:-1] not in _VOWELS:
        return f"{name[:-1]}ies"
    return f"{name}s"

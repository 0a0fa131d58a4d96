"""What gives an object the certificate authority by which the API server trusts a webhook: cert-manager's injector."""

from cmp.model import Manifest, Ref
from cmp.objects.index import Index
from cmp.objects.rbac import account, bindings, may_write, plural
from cmp.objects.workload_kinds import Runs

_INJECT = "cert-manager.io/inject-ca-"


def authorities(index: Index, asking: Manifest) -> list[Ref]:
    """Return the injectors that may write the authority which an object asks for, and the Certificate that it is of."""
    return [*_injectors(index, asking), *_certificates(index, asking)]


def _injectors(index: Index, asking: Manifest) -> list[Ref]:
    if not any(key.startswith(_INJECT) for key in asking.head.annotations):
        return []
    bound, kind = bindings(index), (asking.ref.group, plural(asking.ref.kind))
    return sorted(
        {
            pod.ref
            for pod in index.pods
            if pod.shape.runs is Runs.ALWAYS and (who := account(pod))
            for binding in bound.get(who, ())
            if binding.role and may_write(binding.role, *kind)
        }
    )


def _certificates(index: Index, asking: Manifest) -> list[Ref]:
    namespace, _, name = asking.head.annotations.get(f"{_INJECT}from", "").partition("/")
    found = index.find("cert-manager.io", "Certificate", namespace, name)
    return [found.ref] if found else []

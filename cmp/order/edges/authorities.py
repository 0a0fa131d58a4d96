"""What gives an object the certificate authority by which the API server trusts a webhook: cert-manager's injector."""

from cmp.model import Manifest, Ref
from cmp.objects.index import Index
from cmp.objects.rbac import Writers, account, plural
from cmp.objects.workload_kinds import Runs

_INJECT = "cert-manager.io/inject-ca-"


class Authorities:
    """The injectors of a stream, by the kinds that they may write, and its Certificates."""

    def __init__(self, index: Index) -> None:
        """Look at nothing yet."""
        self._index = index
        self._injectors: dict[tuple[str, str], list[Ref]] = {}

    def of(self, asking: Manifest) -> list[Ref]:
        """Return the injectors that may write the authority that an object asks for, and the Certificate it is of."""
        if not any(key.startswith(_INJECT) for key in asking.head.annotations):
            return []
        kind = asking.ref.group, plural(asking.ref.kind)
        if kind not in self._injectors:
            self._injectors[kind] = self._writing(kind)
        return [*self._injectors[kind], *self._certificates(asking)]

    def _writing(self, kind: tuple[str, str]) -> list[Ref]:
        writers = Writers(self._index)
        pods = (pod for pod in self._index.pods if pod.shape.runs is Runs.ALWAYS)
        return sorted({pod.ref for pod in pods if writers.may_write(account(pod), *kind)})

    def _certificates(self, asking: Manifest) -> list[Ref]:
        namespace, _, name = asking.head.annotations.get(f"{_INJECT}from", "").partition("/")
        found = self._index.find("cert-manager.io", "Certificate", namespace, name)
        return [found.ref] if found else []

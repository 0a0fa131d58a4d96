"""Kinds that write a Secret: a table, each row with its source."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cmp.manifests.fields import mapping, text, texts, walk
from cmp.value import Value


class Writer(Value):
    """Paths of the Secret's name, the first that is there, by whom it is written, and which of the keys it holds."""

    names: tuple[str, ...]
    by: str
    writes: Callable[[Any, Iterable[str]], Iterator[str]]


def _issued(whole: Any, held: Iterable[str]) -> Iterator[str]:
    """Yield keys of a Certificate: setValues in pkg/controller/certificates/issuing/internal of cert-manager 1.21.2."""
    asked = {key for path, value, keys in _ASKED if value in walk(whole, path) for key in keys}
    yield from (key for key in held if key in asked | {"tls.crt", "tls.key", "ca.crt"})


def _fetched(whole: Any, held: Iterable[str]) -> Iterator[str]:
    """Yield keys of an ExternalSecret, which clears all others unless it merges.

    An immutable Secret is written once; a manifest is one of another kind. Source: Reconcile and ApplyTemplate in
    pkg/controllers/externalsecret of External Secrets 2.9.0.
    """
    policy, template = text(whole, "spec.target.creationPolicy"), walk(whole, "spec.target.template")
    if policy == "None" or walk(whole, "spec.target.manifest") or True in walk(whole, "spec.target.immutable"):
        return
    own = set(mapping(template, "[].data"))
    if text(template, "[].mergePolicy") == "Merge" or not (own or walk(template, "[].templateFrom[]")):
        own.update(texts(whole, "spec.data[].secretKey"))
    yield from (key for key in held if key in own or policy not in ("Merge", "CreateOrMerge"))


_FORMATS = "spec.additionalOutputFormats[].type"
_ASKED = (
    (_FORMATS, "DER", ("key.der",)),
    (_FORMATS, "CombinedPEM", ("tls-combined.pem",)),
    ("spec.keystores.pkcs12.create", True, ("keystore.p12", "truststore.p12")),
    ("spec.keystores.jks.create", True, ("keystore.jks", "truststore.jks")),
)
WRITERS = {
    ("cert-manager.io", "Certificate"): Writer(names=("spec.secretName",), by="cert-manager", writes=_issued),
    ("external-secrets.io", "ExternalSecret"): Writer(
        names=("spec.target.name", "metadata.name"), by="External Secrets", writes=_fetched
    ),
}

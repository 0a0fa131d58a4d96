"""Limits of a render: bytes of manifests and number of objects, of what is rendered and of what is printed."""

from collections.abc import Iterable, Iterator, Sequence

from cmp.config.model import Limits
from cmp.errors import PolicyError
from cmp.manifests.split import join
from cmp.model import Manifest


class Meter:
    """Counts the bytes of all streams of one render."""

    def __init__(self, limits: Limits) -> None:
        """Begin with zero bytes."""
        self._limits = limits
        self._size = 0

    def through(self, stream: str | Iterable[str]) -> Iterator[str]:
        """Yield a stream's chunks, and count their bytes.

        Raises:
            PolicyError: together with earlier streams they exceed the policy's limit.
        """
        most = self._limits.bytes
        for chunk in (stream,) if isinstance(stream, str) else stream:
            self._size += len(chunk.encode())
            if most and self._size > most:
                raise _beyond(f"more than {most} bytes of manifests were rendered", "bytes", self._limits)
            yield chunk


def refuse_large(manifests: Sequence[Manifest], limits: Limits) -> None:
    """Refuse to print more bytes or objects than the policy allows, to which rules and patches may have grown.

    Raises:
        PolicyError: there are more.
    """
    refuse_many(manifests, limits)
    if limits.bytes and (size := len(join(manifests).encode())) > limits.bytes:
        message = f"{size} bytes of manifests would be printed, and {limits.bytes} are allowed"
        raise _beyond(message, "bytes", limits)


def refuse_many(manifests: Sequence[Manifest], limits: Limits) -> None:
    """Refuse more objects than the policy allows.

    Raises:
        PolicyError: there are more objects.
    """
    if limits.objects and len(manifests) > limits.objects:
        message = f"{len(manifests)} objects were rendered, and {limits.objects} are allowed"
        raise _beyond(message, "objects", limits)


def _beyond(message: str, key: str, limits: Limits) -> PolicyError:
    fix = f"render less, or ask the operator to raise limits.{key} in {limits.source}"
    return PolicyError(message, where=limits.source, fix=fix)

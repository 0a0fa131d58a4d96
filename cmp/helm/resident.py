"""A resident Helm: the program `swell-helm` does what `helm template` does, and stays, since most of Helm is its start.

It lies beside the Helm whose packages it is made of, and is called like it: `swell-helm-v4.3.1` beside `helm-v4.3.1`.
The first render in a place starts it; later ones reach it by a socket in the folder of the slots. It stops a render
whose connection closes, so also one whose Swell is killed. The other end is swell-helm/serve.go.
"""

import os
import resource
import sys

from cmp.helm.place import Place
from cmp.helm.runtime import UNANSWERED
from cmp.system import process

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _socket
    from collections.abc import Mapping, Sequence

FIRST_FILE = 512
"""The first file that such a Helm reads is its /dev/fd/512, the next one /dev/fd/513."""

_MOST = 240  # files of a request; a message holds 253 descriptors
_CODE = 4  # bytes of the answer
_PATIENCE = 1000  # milliseconds in which a process may leave a render that is no longer wanted
_WIDE = (1 << 64) - 1


class Asked(process.Running):
    """A render that a resident Helm was asked for."""

    link: "_socket.socket"
    place: Place

    def ended(self) -> int | None:
        """Return the exit code, or UNANSWERED; None as long as it renders."""
        try:
            said = self.link.recv(_CODE)
        except BlockingIOError:
            return None
        except OSError:
            said = b""
        return int.from_bytes(said, sys.byteorder) if len(said) == _CODE else UNANSWERED

    def kill(self) -> None:
        """Stop the render, and where it does not stop, the process."""
        import select

        self.link.close()
        left = select.poll()
        left.register(self.stdout, 0)  # which tells of its end alone
        if not left.poll(_PATIENCE):
            self.place.kill()

    def close(self) -> None:
        """Close the descriptors, and leave the place."""
        super().close()
        self.link.close()
        self.place.leave()


def ask(
    program: str, arguments: "Sequence[str]", given: "Sequence[int]", env: "Mapping[str, str]", places: tuple[str, int]
) -> Asked | None:
    """Ask for a render, and return None where no resident Helm can be asked: then `helm` is to be run.

    Args:
        program: the path of the resident program.
        arguments: those of `helm`, behind its name.
        given: the descriptors of the slot, and of the files that Helm reads; the process gets copies of them.
        env: the environment for Helm.
        places: the folder of the places, and their number.
    """
    try:
        text = _text(arguments, env)
        if not text or len(given) > _MOST or not (place := Place.free(program, *places)):
            return None
        try:
            return _asked(place, text, given, place.connection(program, env))
        except BaseException:
            place.leave()
            raise
    except OSError:
        return None


def _text(arguments: "Sequence[str]", env: "Mapping[str, str]") -> bytes:
    """Return a request as text, b"" where it can't be one; receive in swell-helm/request.go tells of its parts."""
    memory = resource.getrlimit(resource.RLIMIT_DATA)[0] & _WIDE
    variables = [f"{name}={value}" for name, value in env.items()]
    parts = [os.getcwd(), str(memory), str(len(arguments)), *arguments, *variables]
    return b"" if any("\0" in part for part in parts) else os.fsencode("".join(f"{part}\0" for part in parts))


def _asked(place: Place, text: bytes, given: "Sequence[int]", link: "_socket.socket") -> Asked:
    """Send the request with its descriptors."""
    from _socket import SCM_RIGHTS, SOL_SOCKET

    out, out_end = os.pipe()
    err, err_end = os.pipe()
    sent = [process.scratch(text), out_end, err_end]
    numbers = b"".join(number.to_bytes(4, sys.byteorder) for number in (*sent, *given))
    try:
        link.sendmsg([b"\0"], [(SOL_SOCKET, SCM_RIGHTS, numbers)])
    except OSError:
        os.close(out)
        os.close(err)
        raise
    finally:
        for one in sent:
            os.close(one)
    return Asked(name="helm", pid=0, stdout=out, stderr=err, link=link, place=place)

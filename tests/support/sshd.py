"""A real sshd on loopback, with keys of its own."""

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from registries import free_port, missing
from servers import waited_for

_CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/client.pub
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
"""


@contextlib.contextmanager
def sshd(folder: Path) -> Iterator[str]:
    """Run it and return its host; in the folder lie the keys `host`, `client`, which may enter, and `other`."""
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        missing("sshd is missing: apt-get install openssh-server")
    for name in ("host", "client", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    port = free_port()
    (folder / "config").write_text(_CONFIG.format(port=port, folder=folder))
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with (folder / "log").open("w") as log:
        running = subprocess.Popen([str(program), "-D", "-e", "-f", folder / "config"], stderr=log)
    try:
        assert waited_for(lambda: _greets(port)), (folder / "log").read_text()
        yield f"127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait()


def _greets(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
        return probe.recv(4) == b"SSH-"
    return False


def known(host: str, key: Path) -> str:
    """Return the line of known_hosts that knows this key."""
    name, _, port = host.partition(":")
    return f"[{name}]:{port} {key.read_text()}"

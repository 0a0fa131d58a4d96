import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from registries import free_port, missing
from servers import waited_for
from terms import content, credentials, git, left, repository, terms

from cmp.errors import PullError
from cmp.pull import fetch, resolve
from cmp.pull.model import Source

CHART = {"Chart.yaml": "name: web\n", "a/b": "c\n"}
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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Run an sshd with keys of its own, and return its host and its folder."""
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        missing("sshd is missing: apt-get install openssh-server")
    folder = tmp_path_factory.mktemp("sshd")
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
        yield f"127.0.0.1:{port}", folder
    finally:
        running.terminate()
        running.wait()


def _greets(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
        return probe.recv(4) == b"SSH-"
    return False


def source(host: str, path: Path) -> Source:
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    return Source(alias="web", kind="git", location=f"ssh://{user}@{host}{path}", asked="main")


def known(host: str, key: Path) -> str:
    """Return the line of known_hosts that knows this key."""
    name, _, port = host.partition(":")
    return f"[{name}]:{port} {key.read_text()}"


def test_a_mounted_key_and_a_known_host_open_a_repository(server: tuple[str, Path], tmp_path: Path) -> None:
    host, folder = server
    first = repository(tmp_path / "web", CHART)
    mounted = credentials(
        tmp_path, host, ssh_privatekey=(folder / "client").read_text(), known_hosts=known(host, folder / "host.pub")
    )
    pulling = terms(tmp_path, SWELL_CREDENTIALS=mounted)
    (tmp_path / "out").mkdir()
    pinned = resolve(source(host, tmp_path / "web"), pulling)
    assert pinned.commit == first
    fetch(source(host, tmp_path / "web"), pinned, str(tmp_path / "out"), pulling)
    assert content(tmp_path / "out") == CHART
    git(tmp_path / "web", "checkout", "--quiet", "--detach")
    with pytest.raises(PullError, match="has nothing at"):
        resolve(source(host, tmp_path / "nothing"), pulling)
    assert left(tmp_path) == []


@pytest.mark.parametrize(("key", "host_key", "why"), [
    ("client", "", "the host key of .* is not known"),
    ("client", "other", "is another one than was known"),
    ("other", "host", "refuses the ssh key"),
    ("config", "host", "the ssh key for .* can't be used"),
])  # fmt: skip
def test_what_ssh_refuses_is_told_apart(
    key: str, host_key: str, why: str, server: tuple[str, Path], tmp_path: Path
) -> None:
    host, folder = server
    repository(tmp_path / "web", CHART)
    line = known(host, folder / f"{host_key}.pub") if host_key else "# nobody\n"
    mounted = credentials(tmp_path, host, ssh_privatekey=(folder / key).read_text(), known_hosts=line)
    with pytest.raises(PullError, match=why) as caught:
        resolve(source(host, tmp_path / "web"), terms(tmp_path, SWELL_CREDENTIALS=mounted))
    assert caught.value.cure

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sshd import known, sshd
from terms import content, credentials, git, left, repository, terms

from cmp.errors import PullError
from cmp.sources.model import Source
from cmp.sources.pull.pull import fetch, resolve

CHART = {"Chart.yaml": "name: web\n", "a/b": "c\n"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Return an sshd's host and the folder of its keys."""
    folder = tmp_path_factory.mktemp("sshd")
    with sshd(folder) as host:
        yield host, folder


def source(host: str, path: Path) -> Source:
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    return Source(alias="web", kind="git", location=f"ssh://{user}@{host}{path}", asked="main")


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
    ("client", "other", "the host key of .* has changed"),
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
    assert caught.value.fix

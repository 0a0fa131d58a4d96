"""Hosts whose names lead to addresses of the node's own network: each kind of pull asks them nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from servers import git_backend, serving
from sshd import known, sshd
from terms import credentials, located, repository, some_of, terms

from cmp.errors import PullError
from cmp.sources.model import Bounds, Source
from cmp.sources.pull.kinds import NAMES
from cmp.sources.pull.peer import RefusedPeerError, connected, peers, refuse_special
from cmp.sources.pull.pull import resolve

SPECIAL = (
    "169.254.169.254", "169.254.0.1", "fe80::1", "fe80::1%1", "::ffff:169.254.169.254", "::169.254.169.254",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "2002:a9fe:a9fe::1", "fd00:ec2::254", "fd20:ce::254", "fd00:42::42",
    "100.100.100.200", "168.63.129.16", "192.0.0.192", "::ffff:0:169.254.1.1",
    "fd00:c1::a9fe:a9fe", "fd00:a9fe:a9fe::1", "fd00:100::100:200",  # Oracle, Akamai, Alibaba
    # Behind each length of prefix that RFC 6052 knows, in the network of RFC 8215: 48, 56, 64, 96.
    "64:ff9b:1:a9fe:a9:fe00::", "64:ff9b:1:a9fe:a9:fe12:3456:789a", "64:ff9b:1:5a9:fe:a9fe::",
    "64:ff9b:1:7:a9:fea9:fe00:0", "64:ff9b:1:7:8:9:a9fe:a9fe", "64:ff9b:1:6464:64:c800::",
    # NAT64 of another network, ISATAP, and Teredo's server, and its client, which is inverted.
    "2001:db8:122:344::a9fe:a9fe", "2001:db8::5efe:a9fe:a9fe", "2001:db8::200:5efe:169.254.169.254",
    "2001:0:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:5601:5601",
)  # fmt: skip
ORDINARY = (
    "127.0.0.1",
    "::1",
    "10.0.0.1",
    "192.168.1.1",
    "169.253.255.255",
    "fd00:1::1",
    "93.184.216.34",
    "2001:db8::1",
    "2001:db8::5efe:192.0.2.1",
    "2001:db8:a9fe:a9fe::1",
    "64:ff9b:1:5db8:d8:2200::",
    "64:ff9b::93.184.216.34",
)
# Runs a test's own lines where /etc/hosts is another file, in a mount namespace of its own.
RUN = 'mount --bind "$1" /etc/hosts && shift && exec "$@"'
RESOLVING = """
import sys
from pathlib import Path
sys.path[:0] = {paths!r}
from terms import some_of, terms
from cmp.errors import PullError
from cmp.sources.model import Bounds, Source
from cmp.sources.pull.pull import resolve
kind, location, home, allow, environ = {arguments!r}
name, asked = "web" if kind == "helm" else "", some_of(kind, "main")
source = Source(alias="web", kind=kind, location=location, name=name, asked=asked)
try:
    pulling = terms(Path(home), bounds=Bounds(allow=allow), **environ)
    print(resolve(source, pulling).commit)
except PullError as problem:
    print(problem)
"""


@pytest.mark.parametrize("address", SPECIAL)
def test_link_local_and_metadata_addresses_are_refused_however_they_are_wrapped(address: str) -> None:
    with pytest.raises(RefusedPeerError):
        refuse_special(address)


@pytest.mark.parametrize("address", ORDINARY)
def test_other_addresses_pass(address: str) -> None:
    refuse_special(address)


def test_a_host_that_the_policy_names_in_full_may_have_any_address() -> None:
    with pytest.raises(RefusedPeerError):
        peers("169.254.1.2", 80, named=["169.254.1.3"])
    assert peers("169.254.1.2", 80, named=["169.254.1.2"])[0][1] == ("169.254.1.2", 80)
    assert peers("fe80::1", 80, named=["[fe80::1]"])


def test_a_connection_goes_to_the_next_address_where_one_does_not_answer(tmp_path: Path) -> None:
    with serving(git_backend(tmp_path)) as site, connected(("localhost", site.server_port), 5, named=()) as connection:
        assert connection.getpeername() == ("127.0.0.1", site.server_port)


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("host", ["169.254.169.254", "[fe80::1]", "[::ffff:a9fe:a9fe]", "169.254.169.254:8443"])
def test_no_kind_of_pull_asks_such_an_address(host: str, kind: str, tmp_path: Path) -> None:
    for bounds in (Bounds(), Bounds(allow=("**",)), Bounds(allow=("https://**", "oci://*/**"))):
        with pytest.raises(PullError, match="an address of this node's own network or of its cloud's metadata"):
            resolve(
                Source(
                    alias="web",
                    kind=kind,
                    location=located(kind, host, "x", scheme="https"),
                    asked=some_of(kind, "main"),
                    name="web",
                ),
                terms(tmp_path, bounds=bounds),
            )


def elsewhere(
    tmp_path: Path, hosts: str, kind: str, location: str, *, allow: tuple[str, ...] | None = None, **environ: str
) -> str:
    """Return what resolving a source says where these are the hosts that are known."""
    (tmp_path / "hosts").write_text(hosts)
    arguments = (kind, location, str(tmp_path), allow, environ)
    script = RESOLVING.format(paths=sys.path, arguments=arguments)
    argv = ["unshare", "--mount", "sh", "-c", RUN, "sh", tmp_path / "hosts", sys.executable, "-c", script]
    run = subprocess.run(argv, capture_output=True, text=True, check=False)
    if run.returncode and "unshare" in run.stderr:
        pytest.skip("no file system can be mounted here")
    return run.stdout + run.stderr


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("hosts", ["169.254.169.254 evil.test\n", "127.0.0.1 evil.test\n169.254.1.1 evil.test\n"])
def test_nor_a_name_that_has_such_an_address_among_others(hosts: str, kind: str, tmp_path: Path) -> None:
    assert "an address of this node's own network" in elsewhere(
        tmp_path, hosts, kind, located(kind, "evil.test", "x", scheme="https")
    )


def test_nor_does_git_over_ssh(tmp_path: Path) -> None:
    hosts = "169.254.169.254 evil.test\n"
    assert "an address of this node's own network" in elsewhere(tmp_path, hosts, "git", "git@evil.test:x")


REBINDING = """#!/bin/sh
echo "127.0.0.9 good.test" > {hosts}
PATH={path} exec {program} "$@"
"""


def test_git_connects_to_the_address_that_was_checked_though_the_name_means_another_one_by_now(tmp_path: Path) -> None:
    first = repository(tmp_path / "git/web", {"a": "b"})
    (tmp_path / "bin").mkdir()
    path = terms(tmp_path).settings.path
    (tmp_path / "bin/git").write_text(REBINDING.format(hosts=tmp_path / "hosts", path=path, program="git"))
    (tmp_path / "bin/git").chmod(0o755)
    with serving(git_backend(tmp_path / "git")) as site:
        location = f"http://good.test:{site.server_port}/web/.git"
        said = elsewhere(tmp_path, "127.0.0.1 good.test\n", "git", location, PATH=f"{tmp_path}/bin:{path}")
    assert said.strip() == first
    assert "127.0.0.9" in (tmp_path / "hosts").read_text()


def test_so_does_ssh_and_knows_the_host_by_its_name(tmp_path: Path) -> None:
    first = repository(tmp_path / "web", {"a": "b"})
    (tmp_path / "bin").mkdir()
    (tmp_path / "sshd").mkdir()
    path = terms(tmp_path).settings.path
    (tmp_path / "bin/git").write_text(REBINDING.format(hosts=tmp_path / "hosts", path=path, program="git"))
    (tmp_path / "bin/git").chmod(0o755)
    with sshd(tmp_path / "sshd") as place:
        host = place.replace("127.0.0.1", "good.test")
        key, line = (tmp_path / "sshd/client").read_text(), known(host, tmp_path / "sshd/host.pub")
        mounted = credentials(tmp_path, host, ssh_privatekey=key, known_hosts=line)
        more = {"PATH": f"{tmp_path}/bin:{path}", "SWELL_CREDENTIALS": mounted}
        said = elsewhere(tmp_path, "127.0.0.1 good.test\n", "git", f"ssh://root@{host}{tmp_path}/web", **more)
    assert said.strip() == first

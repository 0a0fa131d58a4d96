"""The way from git to a host: the addresses that were checked are the ones that git connects to.

Git and ssh look a name up by themselves, and its owner may answer each time in another way. So they are given what was
looked up here: curl by http.curloptResolve, ssh as the host's name, with the host's key under the name it has.
"""

import shlex
from collections.abc import Callable, Mapping

from cmp.errors import CommandError
from cmp.sources.address import split_port
from cmp.sources.address_globs import hosts_named
from cmp.sources.model import Pulling, Source
from cmp.sources.pull.faults import fault
from cmp.sources.pull.location import Location
from cmp.sources.pull.peer import RefusedPeerError, is_address, peers
from cmp.sources.pull.proxy import proxies
from cmp.system import process
from cmp.value import Value

_PORTS = {"https": 443, "http": 80, "ssh": 22}


class Route(Value):
    """What pins a host's addresses: a setting of git, and options of ssh; "" where there is nothing to pin."""

    setting: str = ""
    ssh: str = ""


def route(source: Source, location: Location, pulling: Pulling, *, has_proxy: Callable[[], bool]) -> Route:
    """Return the route to a location's host.

    Args:
        source: the source.
        location: its location.
        pulling: how to pull.
        has_proxy: tells whether git's own configuration names a proxy, which then looks the name up; asked where the
            name is not known here.

    Raises:
        PullError: one of its addresses is link-local, or its name is not known.
    """
    host, port = split_port(location.host)
    number, variables = int(port or _PORTS[location.scheme]), pulling.settings.variables
    ssh = location.scheme == "ssh"
    if not ssh and not is_address(host) and proxies(location.host, variables).keys() & {location.scheme, "all"}:
        return Route()  # the proxy looks the name up
    try:
        found = peers(host, number, named=hosts_named(pulling.bounds.allow or ()))
    except RefusedPeerError as refused:
        raise fault("special", source, location, detail=str(refused)) from None
    except OSError:
        if ssh or has_proxy():  # ssh's own configuration may say what the name means
            return Route()
        raise fault("unknown host", source, location) from None
    if is_address(host):
        return Route()
    addresses = tuple(dict.fromkeys(str(address[0]) for _, address in found))
    if ssh:
        return Route(ssh=_pinned(host, port, addresses[0], variables, pulling))
    return Route(setting=f"http.curloptResolve={host}:{number}:{','.join(map(_bracketed, addresses))}")


def ssh_command(variables: Mapping[str, str]) -> str:
    """Return the ssh command in the shell's words: the operator's, if set."""
    return variables.get("GIT_SSH_COMMAND") or "ssh"


def _pinned(host: str, port: str, address: str, variables: Mapping[str, str], pulling: Pulling) -> str:
    """Return the options that pin an address; "" where the operator's configuration of ssh says where the host is."""
    said = _configuration(host, variables, pulling)
    if said.get("hostname", host) != host or said.keys() & {"proxycommand", "proxyjump"}:
        return ""
    number = port or said.get("port", "22")
    alias = host if number == "22" else f"[{host}]:{number}"  # as known_hosts writes it
    return f"-o HostName={address} -o HostKeyAlias={shlex.quote(alias)}"


def _configuration(host: str, variables: Mapping[str, str], pulling: Pulling) -> dict[str, str]:
    """Return ssh's configuration for a host, {} where ssh does not tell; it will say then what is wrong."""
    script = f"exec {ssh_command(variables)} -G {shlex.quote(host)}"
    try:
        running = process.start(("/bin/sh", "-c", script), env=variables, group=True)
        said = process.finish(running, deadline=pulling.deadline)
    except CommandError:
        return {}
    lines = said.stdout.decode(errors="replace").splitlines()
    return {name: text for name, _, text in (line.partition(" ") for line in lines)}


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address

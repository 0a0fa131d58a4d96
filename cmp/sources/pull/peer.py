"""The network addresses that a host's name leads to, without those that no source is pulled from.

A link-local address is a neighbour's on this node's own network; at some of them, and at a few others, clouds tell
every caller the credentials of the machine. A source's host is named by a tenant, and so is what its name means.
"""

import ipaddress
import socket
from collections.abc import Collection, Iterator
from typing import Any

Peer = tuple[int, Any]  # a family of addresses, and an address as sockets take it

_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "169.254.0.0/16",  # link-local, with the metadata of most clouds
        "fe80::/10",
        "fd00:ec2::/32",  # AWS
        "fd20:ce::254/128",  # Google
        "fd00:c1::a9fe:a9fe/128",  # Oracle
        "fd00:a9fe:a9fe::1/128",  # Akamai
        "fd00:100::100:200/128",  # Alibaba
        "fd00:42::42/128",  # Scaleway
        "100.100.100.200/32",  # Alibaba
        "168.63.129.16/32",  # Azure
        "192.0.0.192/32",  # Oracle
    )
)
# Where a translator finds the IPv4 address in an IPv6 address: behind a prefix of so many bits, as RFC 6052 says. The
# last 32 bits count anywhere: a NAT64 may have any prefix, and compatible, mapped and ISATAP addresses have it there.
_EMBEDDED = (
    (ipaddress.IPv6Network("::/0"), (96,)),
    (ipaddress.IPv6Network("64:ff9b:1::/48"), (48, 56, 64)),  # RFC 8215: its operator chooses the length
)
_RESERVED = 64  # the first of eight bits that no layout uses; those of longer prefixes lie in the prefix
_IPV4_BITS = 0xFFFF_FFFF


class RefusedPeerError(OSError):
    """A host's name leads to an address that is not asked."""


def peers(host: str, port: int, *, named: Collection[str]) -> list[Peer]:
    """Return the addresses of a host, in the order in which they are to be tried.

    Args:
        host: its name, or an IP address.
        port: the port to ask.
        named: hosts that the policy names in full, which may have any address.

    Raises:
        RefusedPeerError: one of them is link-local, or one at which a cloud tells its metadata.
        OSError: the name is not known.
    """
    bare = host.strip("[]")
    found = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)
    if host not in named and f"[{bare}]" not in named:
        for *_, address in found:
            refuse_special(str(address[0]))
    return [(family, address) for family, _, _, _, address in found]


def connected(place: tuple[str, int], timeout: float | None, *, named: Collection[str]) -> socket.socket:
    """Return a connection to a host; what was checked is what is connected to.

    Raises:
        OSError: no address answers, or one is refused.
    """
    problem: OSError | None = None
    for family, address in peers(*place, named=named):
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(timeout)
            connection.connect(address)
        except OSError as failure:
            connection.close()
            problem = failure
        else:
            return connection
    raise problem or OSError("the host has no address")


def is_address(host: str) -> bool:
    """Tell whether a host is an IP address, and no name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def refuse_special(text: str) -> None:
    """Refuse an IP address that no source is pulled from.

    Raises:
        RefusedPeerError: it is one.
    """
    address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    if any(one in network for one in (address, *_embedded(address)) for network in _REFUSED):
        raise RefusedPeerError(str(address))


def _embedded(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """Return each IPv4 address that an IPv6 address may stand for."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    yield from filter(None, (address.sixtofour, *(address.teredo or ())))
    for network, lengths in _EMBEDDED:
        if address in network:
            yield from (_behind(int(address), length) for length in lengths)


def _behind(number: int, length: int) -> ipaddress.IPv4Address:
    """Return the IPv4 address behind a prefix of so many bits; the reserved ones are left out where it meets them."""
    if length <= _RESERVED:
        below = 128 - _RESERVED
        number = (number >> below << below) | ((number << 8) & ((1 << below) - 1))
    return ipaddress.IPv4Address((number >> (96 - length)) & _IPV4_BITS)

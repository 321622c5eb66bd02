"""Where a webhook may lead: to the public network, or to networks that the settings allow.

A name is looked up once, every address it has is checked, and the connection goes to the address
that was checked: a second look-up could answer otherwise.
"""

import socket
from collections.abc import Callable, Collection, Iterator
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from workflow.runtime import CannotSend

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
LookUp = Callable[[str, int], list[str]]

GLOBAL = ip_network("2000::/3")
"""Where the public network of IPv6 lies; all else is local, or leads to an IPv4 address."""

EMBEDDING = (ip_network("64:ff9b::/96"), ip_network("::ffff:0:0/96"))
"""IPv6 addresses that lead to the IPv4 address in their last bytes, and nowhere else."""


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of *host*. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def checked(
    host: str, port: int, allowed: Collection[Network], looking_up: LookUp = look_up
) -> str:
    """Return the address to connect to.

    Raises:
        CannotSend: The name has no address, or one that is internal.
    """
    try:
        found = looking_up(host, port)
    except (OSError, UnicodeError) as unknown:
        answer = f"no address found for {host}"
        raise CannotSend(answer, final=False) from unknown
    addresses = [ip_address(one.partition("%")[0]) for one in found]
    inside = [one for one in addresses if not _may(one, allowed)]
    if inside or not addresses:
        answer = f"{host} is an internal address"
        raise CannotSend(answer, final=True)
    return str(addresses[0])


def _may(address: Address, allowed: Collection[Network]) -> bool:
    if any(address in network for network in allowed if network.version == address.version):
        return True
    return all(_public(one) for one in _meant(address))


def _public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in GLOBAL:
        return False
    return address.is_global and not address.is_multicast


def _meant(address: Address) -> Iterator[Address]:
    """Yield where an address leads: the one in its last bytes, or itself and those hidden in it."""
    if any(address in network for network in EMBEDDING):
        yield IPv4Address(int(address) & 0xFFFFFFFF)
        return
    yield address
    if isinstance(address, IPv6Address):
        yield from (one for one in (address.sixtofour, *(address.teredo or ())) if one)

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

EMBEDDING = ip_network("64:ff9b::/96")
"""IPv6 addresses that lead to the IPv4 address in their last bytes."""


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
    return all(one.is_global and not one.is_multicast for one in _meant(address))


def _meant(address: Address) -> Iterator[Address]:
    """Yield the address, and those hidden in it."""
    yield address
    if isinstance(address, IPv6Address):
        hidden = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in EMBEDDING:
            hidden.append(IPv4Address(int(address) & 0xFFFFFFFF))
        yield from (one for one in hidden if one)

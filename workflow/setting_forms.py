"""What settings of text may be: addresses of servers, a sender, networks. Said when they are read.

None of the sentences repeats the value: a password may stand in it.
"""

import re
import ssl
from email.utils import getaddresses
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from definitions.characters import CONTROL
from definitions.schema.record import broken

MAIL_SCHEMES = frozenset({"smtp", "starttls", "smtps"})
BROKER_SCHEMES = frozenset({"redis", "rediss"})
SOCKET = "redis+socket"
WEB_SCHEMES = frozenset({"http", "https"})
_ATOMS = r"[^\s@<>()\[\],;:\\\"]+"
_ADDRESS = re.compile(f"[\x21-\x7e]+@{_ATOMS}")
_SPACE = re.compile(r"\s")

Network = IPv4Network | IPv6Network


def mail_server(url: str) -> str:
    """Return the URL of a mail server. Raises PydanticCustomError."""
    parts = _parts(url, MAIL_SCHEMES)
    if parts is None or parts.path.strip("/") or parts.query or parts.fragment:
        raise broken("setting_mail_server")
    return url


def broker(url: str) -> str:
    """Return the URL of a Redis. Raises PydanticCustomError."""
    socket = url.startswith(f"{SOCKET}://") and urlsplit(url).path.strip("/")
    if not socket and _parts(url, BROKER_SCHEMES) is None:
        raise broken("setting_broker")
    return url


def web_address(url: str) -> str:
    """Return an address of the web. Raises PydanticCustomError."""
    if _parts(url, WEB_SCHEMES) is None:
        raise broken("setting_web_address")
    return url


def sender(written: str) -> str:
    """Return one mail address, with a name or without. Raises PydanticCustomError."""
    found = [] if CONTROL.search(written) else getaddresses([written])
    if len(found) != 1 or not _ADDRESS.fullmatch(found[0][1]):
        raise broken("setting_sender")
    return written


def authority(file: Path) -> Path:
    """Return a file with certificates that are trusted. Raises PydanticCustomError."""
    try:
        ssl.create_default_context(cafile=file)
    except OSError as wrong:
        raise broken("setting_authority", file=str(file)) from wrong
    return file


def networks(written: str) -> tuple[Network, ...]:
    """Return networks that are written with commas between. Raises PydanticCustomError."""
    return tuple(_network(one.strip()) for one in written.split(",") if one.strip())


def _network(written: str) -> Network:
    try:
        return ip_network(written)
    except ValueError as wrong:
        raise broken("setting_network", value=written) from wrong


def _parts(url: str, schemes: frozenset[str]) -> SplitResult | None:
    """Return the parts of a URL, or None where it is none, of those schemes, with a host."""
    try:
        parts = urlsplit(url)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        return None
    one_at = parts.netloc.count("@") <= 1
    well = port_fits and one_at and parts.scheme in schemes and parts.hostname
    return parts if well and not _SPACE.search(url) else None

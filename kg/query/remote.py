"""Other servers, as far as a query may reach them: only those that whoever runs the service has listed.

A service that fetches what strangers name is a door into the network that it stands in. So, as eclipse-rdf4j/rdf4j#5989
specifies the defence: HTTP and HTTPS alone; no user names; every address that a host name resolves to has to be public,
unless its network is listed too; the connection goes to the address that was looked at, whatever the name resolves to
a moment later; and every redirect is looked at in the same way. Answers and times are bounded.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final, Self, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit

from kg.errors import KGError

__all__ = ["NOWHERE", "Fetched", "Remote", "RemoteError"]

MOST_BYTES: Final = 10 * 2**20
MOST_REDIRECTS: Final = 5
SECONDS: Final = 20.0
_PIECE: Final = 2**16
_PORTS: Final[Mapping[str, int]] = {"http": 80, "https": 443}
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_MOVED_AS_IT_IS: Final = frozenset({307, 308})
_DOTS: Final = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve: TypeAlias = Callable[[str, int], tuple[str, ...]]
Connect: TypeAlias = Callable[[str, int, float], socket.socket]


class RemoteError(KGError):
    """Another server cannot be asked, or does not answer as it should.

    Args:
        address: its address.
        message: what happened.
    """

    def __init__(self, address: str, message: str) -> None:
        self.address = address
        self.message = message
        super().__init__(f"{address}: {message}")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: its media type, its body, and the address that it came from in the end."""

    media_type: str
    body: bytes
    address: str


def _resolved(host: str, port: int) -> tuple[str, ...]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def _connected(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True, slots=True)
class Remote:
    """The servers that may be asked.

    Attributes:
        entries: what was listed: host names (``dbpedia.org``: at the usual ports), addresses with all below them
            (``https://query.wikidata.org/sparql``), and networks (``10.1.0.0/16``) in which listed servers may lie
            though they are not public.
        resolve: the addresses of a host name.
        connect: connects to an address.
    """

    entries: tuple[str, ...] = ()
    resolve: Resolve = field(default=_resolved, repr=False, compare=False)
    connect: Connect = field(default=_connected, repr=False, compare=False)

    @classmethod
    def of(cls, listed: str) -> Self:
        """The servers in a list separated by commas.

        Raises:
            ValueError: an entry that is none of the three kinds.
        """
        made = cls(tuple(each.strip() for each in listed.split(",") if each.strip()))
        for entry in made.entries:
            if "://" in entry:
                _checked(entry)
            elif _network(entry) is None and not re.fullmatch(r"(?!-)[A-Za-z0-9.\-]{1,253}", entry):
                raise ValueError(f"{entry!r} is no host name, no address of HTTP and no network")
        return made

    def permits(self, address: str) -> bool:
        """Whether an address is one of a listed server."""
        try:
            wanted = _checked(address)
        except ValueError:
            return False
        return any(_covers(entry, wanted) for entry in self.entries if _network(entry) is None)

    def fetch(self, address: str, accept: str, form: bytes | None = None) -> Fetched:
        """What a server answers.

        Args:
            address: where.
            accept: the media types that are wanted.
            form: what to send by POST, as of a form; None for a GET.

        Raises:
            RemoteError: the server may not be asked, or there is no answer of status 200, or one that is too long, or
                that takes too long.
        """
        until = time.monotonic() + SECONDS
        for _ in range(MOST_REDIRECTS + 1):
            fetched = self._fetched(address, accept, form, until)
            if isinstance(fetched, Fetched):
                return fetched
            if address.startswith("https:") and not fetched.startswith("https:"):
                raise RemoteError(address, f"leads to {fetched}, which is less safe")
            address = fetched
        raise RemoteError(address, f"is the last of more than {MOST_REDIRECTS} redirects")

    def _fetched(self, address: str, accept: str, form: bytes | None, until: float) -> Fetched | str:
        """An answer, or the address that it leads to."""
        if not self.permits(address):
            raise RemoteError(address, "may not be asked: it is not on the list of servers that may")
        try:
            with closing(self._connection(_checked(address), until)) as connection:
                return _exchanged(connection, address, accept, form, until)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise RemoteError(address, f"does not answer ({error or type(error).__name__})") from error

    def _connection(self, wanted: SplitResult, until: float) -> http.client.HTTPConnection:
        host, port = wanted.hostname or "", wanted.port or _PORTS[wanted.scheme]
        found = self.resolve(host, port)
        for each in found:
            if not self._may_be_reached(ipaddress.ip_address(each.partition("%")[0])):
                raise RemoteError(wanted.geturl(), "may not be asked: its host is not public")
        if not found:
            raise RemoteError(wanted.geturl(), "does not answer (its host has no address)")
        connection = http.client.HTTPConnection(host, port)
        connection.sock = self.connect(found[0], port, _left(until))
        if wanted.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        return connection

    def _may_be_reached(self, address: Address) -> bool:
        return _is_public(address) or any(
            network is not None and address in network for network in map(_network, self.entries)
        )


NOWHERE: Final = Remote()
"""No other server may be asked."""


def _checked(address: str) -> SplitResult:
    """An address, taken apart.

    Raises:
        ValueError: it is none of HTTP, or holds a user name, dots for steps, or characters that an address has not.
    """
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or not parts.hostname or not address.isascii() or parts.port == 0:
        raise ValueError(f"{address!r} is no address of HTTP or HTTPS")
    if "@" in parts.netloc or _DOTS.search(parts.path) or any(each <= " " or each in '\\"<>' for each in address):
        raise ValueError(f"{address!r} is no plain address")
    return parts


def _covers(entry: str, wanted: SplitResult) -> bool:
    port = wanted.port or _PORTS[wanted.scheme]
    if "://" not in entry:
        return wanted.hostname == entry.lower() and port == _PORTS[wanted.scheme]
    listed = urlsplit(entry)
    same = (listed.scheme, listed.hostname, listed.port or _PORTS[listed.scheme])
    below = wanted.path == listed.path or wanted.path.startswith(f"{listed.path.rstrip('/')}/")
    return same == (wanted.scheme, wanted.hostname, port) and below


def _network(entry: str) -> Network | None:
    try:
        return ipaddress.ip_network(entry) if "/" in entry and "://" not in entry else None
    except ValueError:
        return None


def _is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, and so is any that is packed into it."""
    if isinstance(address, ipaddress.IPv6Address):
        packed = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            packed.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(each is not None and not _is_public(each) for each in packed):
            return False
        if address.ipv4_mapped is not None:
            return True
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _exchanged(
    connection: http.client.HTTPConnection, address: str, accept: str, form: bytes | None, until: float
) -> Fetched | str:
    parts = urlsplit(address)
    headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": "demarche", "Connection": "close"}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = connection.sock  # the connection lets go of it once the head of the answer is read
    line.settimeout(_left(until))
    connection.request("GET" if form is None else "POST", target, form, headers)
    response = connection.getresponse()
    location = response.headers.get("Location")
    if location and response.status in (_MOVED if form is None else _MOVED_AS_IT_IS):
        return urljoin(address, location).partition("#")[0]
    if response.status != http.client.OK:
        raise RemoteError(address, f"answers with status {response.status}")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise RemoteError(address, "answers in a packed form, though it was asked for none")
    body = bytearray()
    while piece := response.read1(_PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            raise RemoteError(address, f"answers with more than {MOST_BYTES} bytes")
        line.settimeout(_left(until))
    return Fetched(response.headers.get_content_type(), bytes(body), address)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError(f"not within {SECONDS:g} s")
    return left

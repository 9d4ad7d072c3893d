"""Requests to SPARQL servers, and which of their addresses does what."""

from __future__ import annotations

import email.message
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from kg.errors import StoreError
from kg.store.authorization import AUTH_VARIABLE, authorize, forget_challenge
from kg.store.virtuoso import ASKED, OWN_GRAPHS

__all__ = ["AUTH_VARIABLE", "Endpoints", "Reply", "discover", "send"]

TIMEOUT_SECONDS: Final = 600.0
ATTEMPTS: Final = 4
_WAIT_SECONDS: Final = 0.5
_BUSY: Final = frozenset({429, 502, 503, 504})
_NOBODY: Final = "urn:demarche:no-such-graph"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """A server's addresses.

    ``query`` answers SPARQL queries, ``graphs`` speaks the Graph Store Protocol with ``?graph=IRI``; ``union`` are
    parameters that make the default graph the union of all, where the server does not do so by itself; ``is_virtuoso``
    says that it is asked and understood as :mod:`kg.store.virtuoso` knows.
    """

    query: str
    graphs: str
    union: list[tuple[str, str]] = field(default_factory=list)
    is_virtuoso: bool = False

    def graph(self, name: str) -> str:
        """The address of one named graph."""
        return f"{self.graphs}?graph={quote(name, safe='')}"

    @staticmethod
    def is_ours(name: str) -> bool:
        """Whether a named graph is data, and not the server's own book-keeping."""
        return not name.startswith(("http://www.openlinksw.com/", "http://localhost:8890/", *OWN_GRAPHS))


_VIRTUOSO: Final = "/sparql-graph-crud-auth"
# Where servers answer below the address that users know them by, as their documentation says.
_LAYOUTS: Final[tuple[tuple[str, str, list[tuple[str, str]]], ...]] = (
    ("/query", "/store", [("union-default-graph", "true")]),  # Oxigraph
    ("/query", "/data", [("default-graph-uri", "urn:x-arq:UnionGraph")]),  # Fuseki: the address of a dataset
    ("", "/rdf-graphs/service", []),  # RDF4J, GraphDB: the address of a repository
    ("/sparql", "/sparql/gsp/", []),  # Neptune
    ("/sparql", _VIRTUOSO, []),
    ("/sparql", "/graphs", []),
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; ``kind`` is the media type without parameters.

    ``cut_off`` is the number of rows after which the server ended an answer that has more, None where it is whole.
    """

    address: str
    status: int
    kind: str
    body: bytes
    cut_off: int | None = None

    @property
    def text(self) -> str:
        """The body's beginning on one line, for a message."""
        return " ".join(self.body[:1000].decode("utf-8", "replace").split())

    def check(self, failed: str) -> None:
        """Raise StoreError unless it is a success."""
        if not 200 <= self.status < 300:
            raise StoreError(self.address, f"{failed}: the server said {self.status} {self.text[:200]}")


def discover(address: str) -> Endpoints:
    """The addresses below one that a user gave, found by asking.

    Raises:
        StoreError: nobody answers there, or not as a SPARQL server does.
    """
    base = address.rstrip("/")
    if urlsplit(base).scheme not in {"http", "https"}:
        raise StoreError(address, "is no address of a server; give one such as http://localhost:7878")
    if urlsplit(base).username is not None:
        raise StoreError(AUTH_VARIABLE, "put user:password into this variable, and not into the address of the server")
    for query, graphs, union in _LAYOUTS:
        asked = send(base + query, form=[("query", "ASK {}")], accept="application/sparql-results+json")
        if asked.status != 200 or not (b'"boolean"' in asked.body or (graphs == _VIRTUOSO and ASKED in asked.body)):
            continue
        probe = send(f"{base}{graphs}?graph={quote(_NOBODY, safe='')}", accept="application/n-triples")
        if probe.status in {401, 403}:
            raise _forbidden(base + graphs)
        is_page = probe.kind == "text/html" and bool(probe.body)
        if probe.status in {200, 204, 404} and not is_page and _knows_graphs(base + graphs):
            return Endpoints(base + query, base + graphs, union, is_virtuoso=graphs == _VIRTUOSO)
    raise StoreError(address, "does not answer SPARQL queries and the Graph Store Protocol; check the address")


def _knows_graphs(graphs: str) -> bool:
    """Whether an address takes a graph: an empty one, under a name that nobody has, which leaves nothing behind."""
    put = send(f"{graphs}?graph={quote(_NOBODY, safe='')}", method="PUT", body=b"", kind="application/n-triples")
    send(f"{graphs}?graph={quote(_NOBODY, safe='')}", method="DELETE")
    if put.status in {401, 403}:
        raise _forbidden(graphs)
    return 200 <= put.status < 300


def _forbidden(graphs: str) -> StoreError:
    return StoreError(graphs, f"the server lets nobody write without permission; set {AUTH_VARIABLE}=user:password")


def send(
    address: str,
    *,
    method: str | None = None,
    form: Sequence[tuple[str, str]] | None = None,
    body: bytes | None = None,
    kind: str = "application/x-www-form-urlencoded",
    accept: str = "*/*",
) -> Reply:
    """Ask a server; while it is busy or out of reach, a few times more. All that is asked can be asked twice.

    Raises:
        StoreError: it cannot be reached, or does not end its answer.
    """
    data = urlencode(form).encode() if form is not None else body
    request = urllib.request.Request(address, data=data, method=method)  # noqa: S310 - checked in discover
    request.add_header("Accept", accept)
    if data is not None:
        request.add_header("Content-Type", kind)
    for attempt in range(ATTEMPTS):
        last = attempt == ATTEMPTS - 1
        try:
            reply = _answer(request)
            if reply.status == 401 and forget_challenge(request):
                reply = _answer(request)
        except (OSError, http.client.HTTPException) as error:
            forget_challenge(request)
            if last:
                reason = getattr(error, "reason", None) or error
                message = f"the server cannot be reached ({reason}); check that it runs, and the address"
                raise StoreError(address, message) from error
        else:
            if reply.status not in _BUSY or last:
                return reply
        _wait(attempt)
    raise AssertionError(address)  # the last attempt returned or raised


def _answer(request: urllib.request.Request) -> Reply:
    authorize(request, TIMEOUT_SECONDS)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310 - checked in discover
            return _reply(request, response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return _reply(request, error.code, error.headers, error.read())


def _reply(request: urllib.request.Request, status: int, headers: email.message.Message, body: bytes) -> Reply:
    most = headers.get("X-SPARQL-MaxRows", "")
    return Reply(request.full_url, status, headers.get_content_type(), body, int(most) if most.isdecimal() else None)


def _wait(attempt: int) -> None:
    time.sleep(_WAIT_SECONDS * 2**attempt)

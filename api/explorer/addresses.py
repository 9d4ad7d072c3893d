"""Where on this site a thing is told of."""

from __future__ import annotations

from urllib.parse import quote

from api.state import State
from kg.network.records import ENTITY_TYPES

__all__ = ["address_of", "href_of"]

_UNTOLD = "capacity/"
"""For whom somebody acts in a fact is judged, not told: no sentence says it, and no page of a document shows it."""


def href_of(node_id: str, node_type: str) -> str:
    """The address of the page on which a node is told of."""
    path = quote(node_id, safe="/")
    if node_type in ENTITY_TYPES:
        return f"/entities/{path}"
    kind, _, rest = path.partition("/")
    if kind == "meeting":
        return f"/meetings/{rest}"
    if kind == "issue":
        return f"/issues/{rest}"
    if kind == "document":
        document, _, fact = rest.partition("/")
        if fact.startswith(_UNTOLD):
            return f"/id/{path}"
        return f"/documents/{document}?fact={fact}#{fact.replace('/', '-')}" if fact else f"/documents/{document}"
    return f"/id/{path}"


def address_of(state: State, iri: str) -> str | None:
    """The address of whatever an IRI names: here if it is ours, its own on the web; None where it has none.

    Args:
        state: whose instances are ours.
        iri: an IRI, that of a passage with its fragment.
    """
    local = state.local(iri)
    if local == iri:
        return iri if iri.startswith(("http://", "https://")) else None
    thing, _, fragment = local.partition("#")
    node = state.network.view().nodes.get(thing)
    address = href_of(thing, "" if node is None else node.type)
    return f"{address}#{fragment}" if fragment else address

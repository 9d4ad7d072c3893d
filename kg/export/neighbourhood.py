"""A neighbourhood as the JSON that the HTTP interface and the command line share."""

from __future__ import annotations

import json
from dataclasses import fields

from kg.network import Edge, Neighbourhood, Node

__all__ = ["neighbourhood_json"]


def neighbourhood_json(around: Neighbourhood, snapshot: str) -> str:
    """``{"nodes": [...], "edges": [...], "truncated": ..., "snapshot": ...}``; unknown fields are null.

    Args:
        around: the neighbourhood.
        snapshot: the state of the graph it was read from.
    """
    answer = {
        "nodes": [_object(node) for node in around.nodes],
        "edges": [_object(edge) for edge in around.edges],
        "truncated": around.truncated,
        "snapshot": snapshot,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _object(record: Node | Edge) -> dict[str, object]:
    return {spec.name: getattr(record, spec.name) for spec in fields(record)}

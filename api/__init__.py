"""The service: the graph over HTTP, in SPARQL, REST and pages.

``create_app(graph)`` makes the WSGI application, ``serve(graph)`` runs it.
"""

from __future__ import annotations

from api.app import close, create_app
from api.server import serve
from api.settings import Settings
from api.source import FixedGraph, FollowedGraph, GraphSource

__all__ = ["FixedGraph", "FollowedGraph", "GraphSource", "Settings", "close", "create_app", "serve"]

"""Asking the graph in SPARQL: :func:`run` for any query, :func:`select` for rows, :data:`EXAMPLES` for a start.

What is asked is text and IRIs, what is answered can be written as bytes: the boundary at which the work can move into
another process.
"""

from __future__ import annotations

from kg.query.evaluate import run, select
from kg.query.examples import EXAMPLES, Example
from kg.query.formats import GRAPH_FORMATS, SOLUTION_FORMATS, AnswerFormat, by_media_type, find_format
from kg.query.prefixes import KNOWN_PREFIXES, shortened
from kg.query.results import Answer, Boolean, Graph, Solutions
from kg.query.table import as_text, shown

__all__ = [
    "EXAMPLES",
    "GRAPH_FORMATS",
    "KNOWN_PREFIXES",
    "SOLUTION_FORMATS",
    "Answer",
    "AnswerFormat",
    "Boolean",
    "Example",
    "Graph",
    "Solutions",
    "as_text",
    "by_media_type",
    "find_format",
    "run",
    "select",
    "shortened",
    "shown",
]

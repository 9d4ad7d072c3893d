"""The graph in the formats of other tools: :data:`FORMATS` names them, each streams bytes.

The same graph gives the same bytes, and a file is written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kg.errors import InputError
from kg.export.files import write_file, write_stream
from kg.export.format import Export, Format, NetworkFormat
from kg.export.graphml import GraphML
from kg.export.neighbourhood import neighbourhood_json
from kg.export.rdf import RDF_FORMATS

__all__ = [
    "FORMATS",
    "Export",
    "Format",
    "NetworkFormat",
    "find_format",
    "neighbourhood_json",
    "write_file",
    "write_stream",
]

FORMATS: Final[Mapping[str, Format]] = MappingProxyType({form.name: form for form in (*RDF_FORMATS, GraphML())})
"""Every export format by its name."""


def find_format(name: str) -> Format:
    """The export format of this name.

    Raises:
        InputError: there is none; the message lists those there are.
    """
    found = FORMATS.get(name)
    if found is None:
        raise InputError("format", f"unknown export format {name!r}; choose one of {', '.join(FORMATS)}")
    return found

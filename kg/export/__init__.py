"""The graph in the formats of other tools: :data:`FORMATS` names them, each streams bytes.

The same graph gives the same bytes, and a file is written whole or not at all. Every format takes the same filters.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kg.errors import InputError
from kg.export.cystyle import CytoscapeStyle
from kg.export.files import write_bundle, write_file, write_stream
from kg.export.format import (
    DEFAULT_PROFILE,
    Bundle,
    Export,
    Format,
    Member,
    NetworkFormat,
    Selection,
    check_level,
    checked_profile,
)
from kg.export.gexf import Gexf
from kg.export.graphml import GraphML
from kg.export.jsongraph import CytoscapeJs, NodeLink
from kg.export.metadata import description
from kg.export.neighbourhood import neighbourhood_json
from kg.export.rdf import RDF_FORMATS
from kg.export.tables import CsvTables, ParquetTables

__all__ = [
    "DEFAULT_PROFILE",
    "FORMATS",
    "Bundle",
    "Export",
    "Format",
    "Member",
    "NetworkFormat",
    "Selection",
    "check_level",
    "checked_profile",
    "description",
    "find_format",
    "neighbourhood_json",
    "write_bundle",
    "write_file",
    "write_stream",
]

_ALL: Final[tuple[Format, ...]] = (
    *RDF_FORMATS,
    GraphML(),
    Gexf(),
    CytoscapeJs(),
    CytoscapeStyle(),
    NodeLink(),
    CsvTables(),
    ParquetTables(),
)

FORMATS: Final[Mapping[str, Format]] = MappingProxyType({form.name: form for form in _ALL})
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

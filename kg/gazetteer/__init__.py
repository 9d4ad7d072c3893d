"""Names that the world of diplomacy uses, and the entries they may stand for: an immutable alias -> candidates table.

The data are the tables in ``ontology/gazetteer/`` (its README says every column and source). A name keeps all its
candidates: "Georgia" is a country and an American state, "Moscow" is a city and, as a metonym, Russia. Choosing among
them is the linker's business, not this room's.
"""

from kg.gazetteer.entries import GazetteerEntry, Gender, Name, NameKind, OfficeHolder, OfficeModifier, OfficeTitle
from kg.gazetteer.lookup import Gazetteer, default_gazetteer
from kg.gazetteer.spelling import as_written, normalise, slug

__all__ = [
    "Gazetteer",
    "GazetteerEntry",
    "Gender",
    "Name",
    "NameKind",
    "OfficeHolder",
    "OfficeModifier",
    "OfficeTitle",
    "as_written",
    "default_gazetteer",
    "normalise",
    "slug",
]

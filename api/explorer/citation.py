"""What a page says of itself to search engines and reference managers, in schema.org's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from api.explorer.accounts import MeetingView
from api.explorer.entities import EntityHead
from api.records.documents import DocumentRecord
from api.records.stats import Stats
from kg.network import Node

__all__ = ["Meta", "of_corpus", "of_document", "of_entity", "of_issue", "of_meeting"]

Meta: TypeAlias = Mapping[str, object]

_CONTEXT: Final = "https://schema.org"
_STATUS: Final = {
    "Held": "EventScheduled",
    "Planned": "EventScheduled",
    "Proposed": "EventScheduled",
    "Cancelled": "EventCancelled",
}


def of_document(record: DocumentRecord) -> Meta:
    """An article: its own headline, authors and publisher, and where it was first published."""
    return _known(
        {
            "@context": _CONTEXT,
            "@type": "NewsArticle",
            "@id": record.iri,
            "headline": record.label,
            "datePublished": record.published,
            "author": [{"@type": "Person", "name": name} for name in record.authors],
            "publisher": None if record.publisher is None else {"@type": "Organization", "name": record.publisher},
            "url": record.source,
        }
    )


def of_entity(record: EntityHead) -> Meta:
    """A person, organization, country or place."""
    geo = {"@type": "GeoCoordinates", "latitude": record.latitude, "longitude": record.longitude}
    return _known(
        {
            "@context": _CONTEXT,
            "@type": record.type,
            "@id": record.iri,
            "name": record.label,
            "alternateName": list(record.aliases),
            "sameAs": list(record.same_as),
            "geo": geo if record.latitude is not None and record.type in {"Country", "Place"} else None,
        }
    )


def of_meeting(view: MeetingView) -> Meta:
    """An occasion; its date is left out where it is not told to the day, month or year."""
    record = view.record
    earlier = [claim.told for claim in view.claims if claim.told != record.date]
    return _known(
        {
            "@context": _CONTEXT,
            "@type": "Event",
            "@id": record.iri,
            "name": record.label,
            "startDate": (record.date or "").partition("/")[0].strip(".") or None,
            "endDate": (record.date or "").partition("/")[2].strip(".") or None,
            "previousStartDate": [told.partition("/")[0].strip(".") for told in dict.fromkeys(earlier)],
            "eventStatus": None if record.status is None else f"{_CONTEXT}/{_STATUS[record.status]}",
            "location": None if record.place is None else {"@type": "Place", "name": record.place.label},
            "attendee": [{"@type": who.type, "@id": who.iri, "name": who.label} for who in record.participants],
            "subjectOf": [{"@type": "NewsArticle", "@id": each.document.iri} for each in record.accounts],
        }
    )


def of_issue(node: Node) -> Meta:
    """What is talked about."""
    return {"@context": _CONTEXT, "@type": "DefinedTerm", "@id": node.iri, "name": node.label}


def of_corpus(stats: Stats, formats: Sequence[tuple[str, str]], root: str) -> Meta:
    """The whole graph.

    Args:
        stats: how much there is.
        formats: names and media types of the exports.
        root: the address of this service, ending in a slash.
    """
    return _known(
        {
            "@context": _CONTEXT,
            "@type": "Dataset",
            "name": "Demarche: a knowledge graph of diplomacy",
            "description": f"Who met whom, where and when, and who stands where, from {stats.documents} articles; "
            "every fact with its sentence.",
            "url": root,
            "version": stats.snapshot,
            "temporalCoverage": f"{stats.first}/{stats.last}" if stats.first else None,
            "distribution": [
                {"@type": "DataDownload", "contentUrl": f"{root}api/export/{name}", "encodingFormat": media_type}
                for name, media_type in formats
            ],
        }
    )


def _known(members: Mapping[str, object]) -> Meta:
    return {name: value for name, value in members.items() if value not in (None, "", [])}

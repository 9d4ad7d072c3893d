"""What an export is, for machines: RO-Crate 1.1 within a bundle, DCAT 3 beside a single file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from pyoxigraph import Literal

from kg.export.format import Format, Member
from kg.export.ledgers import Field
from kg.store import GraphReader
from kg.vocab import DCTERMS

__all__ = ["CRATE", "Crate", "description"]

_Json: TypeAlias = dict[str, Any]

CRATE: Final = "ro-crate-metadata.json"
"""What RO-Crate 1.1 (section "RO-Crate Metadata File") calls the file."""

_NAME: Final = "A knowledge graph of diplomacy made from news by Demarche"
_ABOUT: Final = (
    "Who met whom, where and when; who stands where; who holds which office; each with the sentences that say so."
)
_RIGHTS: Final = "The sentences are quoted from the articles and belong to their publishers."


class Crate:
    """The metadata of a bundle, gathered while its files go by.

    Args:
        reader: the graph that is exported.
    """

    def __init__(self, reader: GraphReader) -> None:
        self._reader = reader
        self._files: list[_Json] = []
        self._columns: dict[str, _Json] = {}

    def watched(self, member: Member, fields: Sequence[Field]) -> Member:
        """The same file, noted with its size and hash once its bytes have gone by."""
        entry: _Json = {
            "@id": member.name,
            "@type": "File",
            "name": member.title,
            "encodingFormat": member.media_type,
            "variableMeasured": [{"@id": f"#{member.name}/{field.name}"} for field in fields],
        }
        self._files.append(entry)
        for field in fields:
            told: _Json = {"@type": "PropertyValue", "name": field.name, "description": field.title}
            self._columns[f"#{member.name}/{field.name}"] = told
        return Member(member.name, member.title, member.media_type, _noted(member.chunks, entry))

    def member(self) -> Member:
        """The metadata file, to be written last."""
        return Member(CRATE, "what this is", "application/ld+json", self._written())

    def _written(self) -> Iterator[bytes]:
        span = _days(self._reader)
        root: _Json = {
            "@id": "./",
            "@type": "Dataset",
            "name": _NAME,
            "description": _ABOUT,
            "identifier": self._reader.snapshot,
            "license": _RIGHTS,
            **({"temporalCoverage": f"{span[0]}/{span[1]}", "datePublished": span[1]} if span else {}),
            "hasPart": [{"@id": entry["@id"]} for entry in self._files],
        }
        about: _Json = {
            "@id": CRATE,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        }
        columns = [{"@id": name, **told} for name, told in self._columns.items()]
        graph = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [about, root, *self._files, *columns]}
        yield (json.dumps(graph, ensure_ascii=False, indent=1) + "\n").encode()


def _noted(chunks: Iterator[bytes], entry: _Json) -> Iterator[bytes]:
    size, digest = 0, hashlib.sha256()
    for chunk in chunks:
        size += len(chunk)
        digest.update(chunk)
        yield chunk
    entry["contentSize"] = str(size)
    entry["sha256"] = digest.hexdigest()


def description(reader: GraphReader, form: Format, file_name: str, size: int, sha256: str) -> bytes:
    """A DCAT description of one exported file, as JSON-LD.

    Args:
        reader: the graph that was exported.
        form: the format it was exported in.
        file_name: what the file is called.
        size: how many bytes it has.
        sha256: their SHA-256 in hex.
    """
    span = _days(reader)
    coverage = (
        {"@type": "dcterms:PeriodOfTime", "dcat:startDate": _day(span[0]), "dcat:endDate": _day(span[1])}
        if span
        else None
    )
    told: _Json = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dcterms": "http://purl.org/dc/terms/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Dataset",
        "dcterms:title": _NAME,
        "dcterms:description": _ABOUT,
        "dcterms:identifier": reader.snapshot,
        "dcterms:rights": _RIGHTS,
        **({"dcterms:temporal": coverage} if coverage else {}),
        "dcat:distribution": {
            "@type": "dcat:Distribution",
            "dcterms:title": form.title,
            "dcat:downloadURL": {"@id": file_name},
            "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{form.media_type}"},
            "dcat:byteSize": {"@value": str(size), "@type": "xsd:nonNegativeInteger"},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": sha256,
            },
        },
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _days(reader: GraphReader) -> tuple[str, str] | None:
    """The first and last day on which an article was published."""
    days = {quad.object.value for quad in reader.quads(None, DCTERMS.issued) if isinstance(quad.object, Literal)}
    return (min(days), max(days)) if days else None


def _day(day: str) -> _Json:
    return {"@value": day, "@type": "xsd:date"}

"""An annotator that has read every paragraph before: real facts at the speed of looking them up."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from kg.building import Annotator
from kg.model import Document, DocumentFacts, Entity, Failure, Meeting, Section, SectionKind

KINDS = ("mentions", "tenures", "meetings", "positions", "statements", "interactions")


class ReplayingAnnotator:
    """Gives of each paragraph the facts that were taken from it when it stood alone.

    Args:
        read: the facts of documents of one paragraph each (:func:`read_alone`); of other paragraphs nothing is known.
    """

    def __init__(self, read: Iterable[DocumentFacts]) -> None:
        self.version = "replayed"
        self._known = {facts.document.text: facts for facts in read}

    def __call__(self, documents: Iterable[Document]) -> Iterator[DocumentFacts]:
        """The facts of each document, paragraph by paragraph."""
        for document in documents:
            entities: dict[str, Entity] = {}
            found: dict[str, list[Any]] = {kind: [] for kind in KINDS}
            for section in document.sections:
                facts = self._known.get(document.text[section.begin : section.end])
                if facts is not None:
                    entities |= {entity.id: entity for entity in facts.entities}
                    for kind in KINDS:
                        found[kind] += (moved(fact, section.begin) for fact in getattr(facts, kind))
            told = {kind: tuple(facts) for kind, facts in found.items()}
            yield DocumentFacts(document, self.version, entities=tuple(entities.values()), **told)


def read_alone(annotator: Annotator, paragraphs: Iterable[str]) -> list[DocumentFacts]:
    """The facts of each paragraph as a document of its own."""
    alone = [
        Document(f"p{number}", text, dt.date(2013, 5, 28), "T", (Section(SectionKind.BODY, 0, len(text)),))
        for number, text in enumerate(paragraphs)
    ]
    return [facts for facts in annotator(alone) if not isinstance(facts, Failure)]


def moved(value: Any, by: int) -> Any:
    """A fact with every offset in it so much further on, and its key, if it has one, its own."""
    if isinstance(value, tuple):
        return tuple(moved(one, by) for one in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed = {one.name: moved(getattr(value, one.name), by) for one in dataclasses.fields(value)}
    changed |= {name: changed[name] + by for name in ("begin", "end") if isinstance(changed.get(name), int)}
    if isinstance(value, Meeting):
        changed["key"] = f"{by}-{value.key}"
        changed["part_of"] = None if value.part_of is None else f"{by}-{value.part_of}"
    return type(value)(**changed)

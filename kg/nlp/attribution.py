"""Whose word meetings and offices are, once it is known who says what.

A meeting is told by the clause that names most of those who take part; an office is the article's own word unless it
is named within a quotation. Both lose confidence where somebody else than the article vouches for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.model import Meeting, Passage, Tenure, Voice
from kg.nlp import syntax
from kg.nlp.evidence import vouched
from kg.nlp.reading import Reading
from kg.nlp.voices import Told, Voices

__all__ = ["Attributor"]


class Attributor:
    """Says whose word a document's meetings and tenures are."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._reading = Reading(doc)
        self._voices = Voices(doc, self._reading)

    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings, each with its voice."""
        return tuple(self._meeting(meeting) for meeting in self._doc._.meetings)

    def tenures(self) -> tuple[Tenure, ...]:
        """The tenures, each with its voice."""
        return tuple(self._tenure(tenure) for tenure in self._doc._.tenures)

    def _meeting(self, meeting: Meeting) -> Meeting:
        told = {self._told(passage, meeting.participants) for passage in meeting.evidence}
        if not told or any(t.voice is Voice.ARTICLE for t in told):
            return meeting  # once the article tells it itself, it is the article's word
        first = self._told(meeting.evidence[0], meeting.participants)
        sure = vouched(meeting.confidence, first, None)
        return replace(meeting, asserted_by=first.by, voice=first.voice, confidence=sure)

    def _told(self, passage: Passage, actors: Iterable[str]) -> Told:
        """Whose word the clause is that names most of these actors, the innermost of several."""
        wanted = set(actors)
        named: dict[Token, set[str]] = defaultdict(set)
        for link in self._reading.links_in(passage):
            if wanted & set(link.entities):
                named[syntax.clause_head(self._doc[link.head])] |= wanted & set(link.entities)
        if not named:
            return Told(Voice.ARTICLE)
        clause = max(named, key=lambda t: (len(named[t]), len(list(t.ancestors)), -t.i))
        return self._voices.told(clause)

    def _tenure(self, tenure: Tenure) -> Tenure:
        speakers = {
            self._voices.speaker(self._doc[link.head])
            for passage in tenure.evidence
            for link in self._reading.links_in(passage)
            if tenure.person in link.entities
        }
        if None in speakers or not speakers:
            return tenure
        told = Told(Voice.SPEAKER, min(s for s in speakers if s is not None))
        sure = vouched(tenure.confidence, told, tenure.person)
        return replace(tenure, asserted_by=told.by, voice=told.voice, confidence=sure)


@Language.factory(
    "kg_attribution",
    requires=["doc._.links", "doc._.statements", "doc._.meetings", "doc._.tenures", "token.dep"],
    assigns=["doc._.meetings", "doc._.tenures"],
)
class AttributionComponent:
    """Thin shell around :class:`Attributor`."""

    def __init__(self, nlp: Language, name: str) -> None:
        del nlp, name

    def __call__(self, doc: Doc) -> Doc:
        """Fill in the voices in ``doc._.meetings`` and ``doc._.tenures``."""
        attributor = Attributor(doc)
        doc._.meetings, doc._.tenures = attributor.meetings(), attributor.tenures()
        return doc

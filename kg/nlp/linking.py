"""From names to entities: which country, city, institution or person each name means in its sentence.

A capital is a place when one is in it or goes to it, and its state when it says, wants or does something ("talks in
Moscow" / "Moscow insists"). Where the context does not decide among several entries, all of them stay as candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.gazetteer import Gazetteer, GazetteerEntry, Name, NameKind, as_written, default_gazetteer
from kg.model import Candidate, EntityType, MentionKind, SectionKind
from kg.nlp import syntax
from kg.nlp.acronyms import declared_acronyms
from kg.nlp.extensions import Link, NameSpan
from kg.nlp.nameshapes import ORGANIZATION_NOUNS
from kg.nlp.people import KnownPerson, People, name_words
from kg.nlp.registry import Registry
from kg.nlp.saying import TITLE_OF_SPEECH
from kg.nlp.titles import TitleLexicon, title_lexicon

__all__ = ["Linker", "acts"]

_ACTIVE_PREPOSITIONS = frozenset(
    "against among behind between by for like on than under unlike versus with".split()
) | {
    "along with",
    "as well as",
}
# Institutions of a country that newspapers write without capitals.
_INSTITUTIONS = frozenset({"agency", "court", "embassy", "ministry", "parliament", "service", "services"})
_VERBS_OF_PLACE = frozenset(
    "arrive attack besiege bomb capture enter flee leave reach shell surround tour visit".split()
)
_CROWNED = frozenset({"monarch", "royal", "religious leader"})
_LONGEST_HEADLINE = 10  # words; longer ones are the headings of documents
_DIRECTIONS = frozenset({"north", "south", "east", "northeast", "northwest", "southeast", "southwest"})
_HALVES = {"North": "north-korea", "South": "south-korea"}
_LABEL_TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
}


def acts(name: Token) -> bool:
    """Whether a name that may be a seat or its state stands for the state: asked of the name's head token.

    It does as a subject, agent, possessor or partner; it does not behind a preposition of place, as the object of a
    verb of motion, as a dateline, in apposition, or where it only qualifies a noun ("a Paris hotel").
    """
    token = syntax.conjunct_head(name)
    preposition = syntax.preposition_of(token)
    if preposition:
        return preposition in _ACTIVE_PREPOSITIONS
    if token.dep_ in {"nsubj", "nsubj:pass", "nsubjpass", "obl:agent", "nsubj:outer"}:
        return True
    if token.dep_ in {"nmod:poss", "poss"}:
        return True
    if token.dep_ in {"obj", "dobj", "iobj", "dative"}:
        return token.head.lemma_.lower() not in _VERBS_OF_PLACE
    return False


class Linker:
    """Ties the names of a document to entities."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.titles = title_lexicon(gazetteer)

    def link(self, doc: Doc) -> tuple[tuple[Link, ...], Registry]:
        """The links of all names, in text order, and the entities they introduce."""
        task = _Linking(self.gazetteer, self.titles, doc)
        return task.run(), task.registry


class _Linking:
    """The state of linking one document."""

    def __init__(self, gazetteer: Gazetteer, titles: TitleLexicon, doc: Doc) -> None:
        self.gazetteer = gazetteer
        self.doc = doc
        self.registry = Registry(gazetteer)
        self.people = People(gazetteer, doc._.published)
        self.headline = _headline_end(doc)
        self.people_from = 0 if _is_speech(doc) else self.headline
        self.titles = titles.find(doc)
        self._acronyms = declared_acronyms(doc, doc_names(doc))

    def run(self) -> tuple[Link, ...]:
        names: Sequence[NameSpan] = doc_names(self.doc)
        for name in names:
            if self._is_person(name) and name.start >= self.people_from and len(name_words(self._text(name))) > 1:
                self.people.add_full(self._text(name))
        self._take_titled(names)
        apart = (part for name in names for part in self._headline_words(name))
        links = [link for name in apart if (link := self._link(name)) is not None]
        institutions = self._institutions(links)
        links = [k for k in links if not any(i.start < k.start and k.end == i.end for i in institutions)]
        halves = self._halves(links)
        return tuple(sorted((*links, *institutions, *halves), key=lambda k: (k.start, k.end)))

    def _halves(self, links: Sequence[Link]) -> list[Link]:
        """As in "the North" of Korea, where the text names the half that is a state; elsewhere a direction is no name.

        Only behind an article, and with no noun or owner behind it ("the North Sea", "the South of Chad").
        """
        named = {e for k in links for e in k.entities} & set(_HALVES.values())
        found = []
        for token in self.doc if named else ():
            half = _HALVES.get(token.text)
            if half is None or not token.i or self.doc[token.i - 1].lower_ != "the":
                continue
            behind = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
            if behind is None or (behind.pos_ not in {"NOUN", "PROPN", "ADJ"} and behind.lower_ not in {"of", "-"}):
                entity = self.registry.known(half, token.text)
                span = NameSpan(token.i, token.i + 1, "GPE", "half")
                found.append(self._make(span, (entity,), "half of a country that the text names", 0.8))
        return found

    def _take_titled(self, names: Sequence[NameSpan]) -> None:
        """Tell the people of the document which surnames stand behind which titles ("President Mwanawasa")."""
        by_end = {t.end: t for t in self.titles if t.scope == "state" and not t.former}
        for name in names:
            title = by_end.get(name.start)
            if title is not None and self._is_person(name) and len(name_words(self._text(name))) == 1:
                self.people.add_titled(self._text(name), title.title, alone=title.kind in _CROWNED)

    def _headline_words(self, name: NameSpan) -> list[NameSpan]:
        """The words of a name in title case that runs into other words ("Obama Hails Deal"); else the name itself."""
        named = name.start >= (self.people_from if name.label == "PERSON" else self.headline)
        whole = named or name.end - name.start < 2 or self._entries(name)
        if whole or self.people.named(self._text(name)):
            return [name]
        return [NameSpan(i, i + 1, "", "headline") for i in range(name.start, name.end)]

    def _text(self, name: NameSpan) -> str:
        return as_written(self.doc[name.start : name.end].text)

    def _is_person(self, name: NameSpan) -> bool:
        return name.label == "PERSON" and not self._entries(name)

    def _entries(self, name: NameSpan) -> tuple[Name, ...]:
        entries = self.gazetteer.lookup(self._text(name))
        if name.rule in {"title", "headline"}:
            entries = tuple(n for n in entries if not n.ambiguous)
        if name.rule == "headline":
            entries = tuple(n for n in entries if self.gazetteer.entry(n.entry_id).type is EntityType.COUNTRY)
        return entries

    def _link(self, name: NameSpan) -> Link | None:
        """The link of one name; None where nothing tells what it is."""
        if name.rule == "acronym" and (declared := self._declared(name)) is not None:
            return declared
        entries = self._entries(name)
        if entries and name.rule not in {"title", "surname"}:
            return self._link_known(name, entries)
        if name.label == "PERSON":
            return self._link_person(name)
        if name.start < self.headline or name.label not in _LABEL_TYPES:
            return self._link_by_surname(name)
        return self._link_new(name)

    def _declared(self, name: NameSpan) -> Link | None:
        """As in "the Syrian Democratic Forces (*SDF*)": what the text itself says that the letters stand for."""
        surface = self._text(name)
        span = self._acronyms.get(surface)
        if span is None or span == (name.start, name.end):
            return None
        meant = self._link(NameSpan(*span, "ORG", "acronym"))
        if meant is None:
            return None
        self.registry.seen(meant.entities[0], surface)
        return self._make(name, meant.entities, "acronym that the text declares", 0.95)

    # --- people -------------------------------------------------------------------------------------------------------

    def _link_person(self, name: NameSpan) -> Link | None:
        text = self._text(name)
        full = len(name_words(text)) > 1
        if name.start < self.people_from:
            return self._link_by_surname(name)
        person = self.people.add_full(text) if full else self.people.short(text)
        if person is None:
            person = KnownPerson(None, text, "name of a person", 0.6)
        return self._person_link(name, person)

    def _link_by_surname(self, name: NameSpan) -> Link | None:
        words = name_words(self._text(name))
        person = self.people.short(words[-1]) if words else None
        return self._person_link(name, person) if person and person.reason == "surname" else None

    def _person_link(self, name: NameSpan, person: KnownPerson) -> Link:
        surface = self._text(name)
        if person.id is not None:
            entity = self.registry.person(person.id, person.name, surface)
        else:
            entity = self.registry.new(person.name, EntityType.PERSON, surface)
        return self._make(name, (entity,), person.reason, person.confidence)

    # --- known names --------------------------------------------------------------------------------------------------

    def _link_known(self, name: NameSpan, entries: Sequence[Name]) -> Link:
        span = self.doc[name.start : name.end]
        ranked = sorted(((self._score(n, span), n) for n in entries), key=lambda pair: (-pair[0], pair[1].entry_id))
        best_score, best = ranked[0]
        entity = self.registry.known(best.entry_id, self._text(name))
        ids = dict.fromkeys(n.entry_id for _, n in ranked)
        if len(ids) == 1:
            return self._make(name, (entity,), f"gazetteer {best.kind}", 0.98)
        total = sum(score for score, _ in ranked)
        candidates = tuple(Candidate(n.entry_id, round(score / total, 3), f"gazetteer {n.kind}") for score, n in ranked)
        return self._make(
            name, (entity,), f"gazetteer {best.kind} by context", round(0.5 + 0.45 * best_score / total, 3), candidates
        )

    def _score(self, name: Name, span: Span) -> float:
        """How well an entry fits: kind of name against the name's role, then size. Only the order matters."""
        entry = self.gazetteer.entry(name.entry_id)
        acting = acts(span.root) and not _is_dateline(span)
        if name.kind is NameKind.METONYM:
            return 1.2 if acting else 0.3
        if entry.type is EntityType.COUNTRY:
            return 1.1
        if entry.type is EntityType.PLACE:
            return (0.6 if acting else 1.0) + _size(entry)
        return 0.9

    # --- names nobody has listed --------------------------------------------------------------------------------------

    def _link_new(self, name: NameSpan) -> Link | None:
        text = self._text(name).removeprefix("the ").removeprefix("The ")
        kind = _LABEL_TYPES[name.label]
        person = self.people.short(text) if kind is not EntityType.PERSON else None
        if person is not None and (person.reason == "surname" or self._names_government(name)):
            return self._person_link(name, person)
        if len(text) < 2 or text.isdigit() or text.casefold() in _DIRECTIONS:
            return None
        entity = self.registry.new(text.replace("-of-", " of "), kind, text)
        return self._make(name, (entity,), f"{name.rule} name", 0.6)

    def _names_government(self, name: NameSpan) -> bool:
        """Whether a surname qualifies a government ("the Obama administration")."""
        following = self.doc[name.end].lower_ if name.end < len(self.doc) else ""
        return following in {"administration", "government", "regime"}

    def _make(
        self,
        name: NameSpan,
        entities: tuple[str, ...],
        reason: str,
        confidence: float,
        candidates: tuple[Candidate, ...] = (),
    ) -> Link:
        head = self.doc[name.start : name.end].root.i
        return Link(name.start, name.end, head, entities, MentionKind.NAME, reason, confidence, candidates)

    # --- institutions of a country ------------------------------------------------------------------------------------

    def _institutions(self, links: Sequence[Link]) -> list[Link]:
        """As in "Russian Foreign Ministry", "Russia's Foreign Ministry": an organization of the country before it."""
        known = {i for k in links if k.entities[0] in self.gazetteer.entries for i in range(k.start, k.end)}
        found = []
        for link in links:
            if link.start < self.headline or self.registry.type_of(link.entities[0]) is not EntityType.COUNTRY:
                continue
            start = link.end + (link.end < len(self.doc) and self.doc[link.end].tag_ == "POS")
            end = self._institution_end(start)
            in_title = any(t.start < end < t.end for t in self.titles)  # "Japan's Chief Cabinet Secretary"
            if end > start and not in_title and not known & set(range(start, end)):
                found.append(self._institution(link, start, end))
        return found

    def _institution_end(self, start: int) -> int:
        """Where an institution's name ends: capitals up to an organization's noun, or a plain "security service"."""
        end = probe = start
        while probe < len(self.doc) and probe - start < 5 and self.doc[probe].text[0].isupper():
            probe += 1
            if self.doc[probe - 1].lower_ in ORGANIZATION_NOUNS:
                end = probe
        if end > start:
            return end
        while probe < len(self.doc) and probe - start < 3 and self.doc[probe].pos_ in {"NOUN", "ADJ", "PROPN"}:
            probe += 1
            if self.doc[probe - 1].lower_ in _INSTITUTIONS:
                return probe
        return start

    def _institution(self, country: Link, start: int, end: int) -> Link:
        qualifier = self.doc[country.start : country.end].text
        if start > country.end:
            demonyms = [n.text for n in self.gazetteer.names_of(country.entities[0]) if n.kind is NameKind.DEMONYM]
            qualifier = demonyms[0] if demonyms else qualifier
        institution = self.doc[start:end].text
        surface = self.doc[country.start : end].text
        name = f"{qualifier} {institution}"
        listed = [n.entry_id for n in self.gazetteer.lookup(name)]
        if listed:
            entity = self.registry.known(listed[0], surface)
        else:
            named = self.doc[end - 1].text[0].isupper()
            entity = self.registry.new(name, EntityType.ORGANIZATION, surface, named=named)
        head = self.doc[start:end].root.i
        return Link(country.start, end, head, (entity,), MentionKind.NAME, "institution of a country", 0.85)


def _is_dateline(name: Span) -> bool:
    """Whether a name opens its paragraph before a dash ("LIMA, Peru — ...")."""
    doc = name.doc
    if name.start and "\n\n" not in doc[name.start - 1].text:
        return False
    dash = next((t for t in doc[name.end : name.end + 6] if t.text in {"—", "–", "--", "-"}), None)
    return dash is not None and all(t.pos_ in {"PROPN", "PUNCT", "NUM"} for t in doc[name.end : dash.i])


def _size(entry: GazetteerEntry) -> float:
    """Up to 0.1 for a well-known place: capitals first, then by population."""
    if entry.kind == "capital":
        return 0.1
    return min((entry.population or 0) / 1e8, 0.09)


def _headline_end(doc: Doc) -> int:
    """The index of the first token behind a headline in title case, where capitals mean nothing; 0 without one."""
    title = next((s for s in doc._.sections if s.kind is SectionKind.TITLE), None)
    if title is None:
        return 0
    headline = list(takewhile(lambda t: t.idx < title.end, doc))
    words = [t for t in headline if t.is_alpha and len(t) > 3]
    return 0 if sum(t.text[0].isupper() for t in words) < 0.7 * len(words) else len(headline)


def _is_speech(doc: Doc) -> bool:
    """Whether the title names the speaker of the text: "Statement by Minister Y of the Republic of Z at ..."."""
    title = next((s for s in doc._.sections if s.kind is SectionKind.TITLE), None)
    text = doc.text[title.begin : title.end] if title is not None else ""
    return len(text.split()) > _LONGEST_HEADLINE and TITLE_OF_SPEECH.search(text) is not None


def doc_names(doc: Doc) -> Sequence[NameSpan]:
    """The names found in a document (typed view of the extension)."""
    names: Sequence[NameSpan] = doc._.names
    return names


@Language.factory("kg_linking", requires=["doc._.names", "token.dep"], assigns=["doc._.links", "doc._.entities"])
class LinkingComponent:
    """Thin shell around :class:`Linker`."""

    def __init__(self, nlp: Language, name: str) -> None:
        del nlp, name
        self.linker = Linker(default_gazetteer())

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``doc._.links`` and ``doc._.entities``."""
        doc._.links, registry = self.linker.link(doc)
        doc._.entities = registry.entities()
        return doc

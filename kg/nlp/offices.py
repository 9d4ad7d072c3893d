"""Who holds which office: titles before names, behind them, and in copular clauses, with whose office it is.

Reads positions in the text first and the tree second: titles and names stand side by side in news prose, and word order
survives where a parser stumbles over five capitals in a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.gazetteer import Gazetteer, default_gazetteer
from kg.model import EntityType, Tenure
from kg.nlp import syntax
from kg.nlp.adjacent import link_ending, links_from, person_at, person_ending
from kg.nlp.counterparts import counterparts
from kg.nlp.extensions import Link
from kg.nlp.governors import climb, is_infinitive, key
from kg.nlp.reading import Reading
from kg.nlp.statuswords import ADJECTIVES, DENYING, VERBS
from kg.nlp.titles import TitleSpan, portfolio_end, title_lexicon

__all__ = ["OfficeFinder"]

_OWNERS = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION})
_OWNER_PREPOSITIONS = frozenset({"of", "for", "at", "with", "in"})
# Titles whose errand belongs to the title: "Special Envoy to Syria" is another post than "Special Envoy to Yemen".
_ERRANDS = frozenset({"to", "for", "on"})
_ERRAND_NOUNS = frozenset(
    {"ambassador", "coordinator", "emissary", "envoy", "negotiator", "rapporteur", "representative"}
)
# Callings and ranks, which a person has without holding an office: "Professor Ann Roe", "General Ann Roe".
_CALLINGS = frozenset({"civil", "family", "media", "religious leader", "scholar"})
_POST_WORDS = frozenset({"chief", "commander", "chairman", "of"})
# "Zawahiri named his successor *as* leader" tells of another's office.
_OTHERS = frozenset(
    """appointment bid candidate candidacy choice nomination nominee predecessor replacement rival successor""".split()
)
_JOINING = frozenset({"and", ",", "the", "its", "his", "her", "also", "federal"})
_CHOOSING = frozenset({"appoint", "choose", "elect", "install", "name", "nominate", "pick", "propose", "select"})
# Words that make another post of a title, not a fuller name of the same one.
_OTHER_POST = frozenset({"assistant", "associate", "deputy", "first", "under", "vice"})


@dataclass(frozen=True, slots=True)
class _Holding:
    person: str
    title: TitleSpan
    name: str
    owners: tuple[str | None, ...]
    rule: str
    confidence: float


class OfficeFinder:
    """Finds the tenures that a document tells."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.titles = title_lexicon(gazetteer)
        self._kinds = {title.title: title.kind for title in gazetteer.office_titles}

    def find(self, doc: Doc) -> tuple[Tenure, ...]:
        """The tenures in text order, each person, title and jurisdiction once."""
        reading = Reading(doc)
        titles = self.titles.find(doc)
        found: dict[tuple[str, str, str | None, bool], Tenure] = {}
        posts = [t for t in titles if t.kind not in _CALLINGS and t.title != "Official"]
        for group in self._joined(doc, reading, posts):
            for holding in self._held(doc, reading, group):
                for tenure in self._tenures(doc, reading, holding):
                    key = (tenure.person, tenure.title, tenure.jurisdiction, tenure.former)
                    found.setdefault(key, tenure)
        for tenure in counterparts(doc, reading, list(found.values()), self._kinds):
            found.setdefault((tenure.person, tenure.title, tenure.jurisdiction, tenure.former), tenure)
        return _without_shadows(sorted(found.values(), key=lambda t: t.evidence))

    def _joined(self, doc: Doc, reading: Reading, titles: Sequence[TitleSpan]) -> list[list[TitleSpan]]:
        """The titles, those together that "and" joins ("deputy prime minister and foreign minister")."""
        groups: list[list[TitleSpan]] = []
        for title in titles:
            links = _owner_links(doc, reading, title)
            start = links[0].start if links else title.start
            gap = doc[self._complement(doc, reading, groups[-1][-1])[0] : start] if groups else doc[0:0]
            if len(gap) and all(t.lower_ in _JOINING for t in gap) and any(t.lower_ == "and" for t in gap):
                groups[-1].append(title)
            else:
                groups.append([title])
        return groups

    def _held(self, doc: Doc, reading: Reading, group: Sequence[TitleSpan]) -> Iterator[_Holding]:
        """The holdings of titles that are joined: who is told to hold one holds the others, too."""
        dated = [self._dated(doc, reading, title) for title in group]
        told = [list(self._holdings(doc, reading, title)) for title in dated]
        people = {h.person for holdings in told for h in holdings}
        if len(group) == 1 or len(people) != 1 or not _is_one_phrase(doc, group, told):
            yield from (h for holdings in told for h in holdings)
            return
        owners: set[tuple[str | None, ...]] = {h.owners for holdings in told for h in holdings if h.owners != (None,)}
        for title in dated:
            own = self._complement(doc, reading, title)[2] or _owners_before(doc, reading, title)
            owners |= {own} if own else set()
        shared = min(owners, key=str) if len(owners) == 1 else (None,)
        person = people.pop()
        for title, holdings in zip(dated, told, strict=True):
            for holding in holdings:
                yield replace(holding, owners=shared) if holding.owners == (None,) else holding
            if not holdings and not _is_rank(title):
                _, name, own = self._complement(doc, reading, title)
                of = own or _owners_before(doc, reading, title) or shared
                yield _Holding(person, title, name, of, "title joined to another", 0.85)

    def _dated(self, doc: Doc, reading: Reading, title: TitleSpan) -> TitleSpan:
        """The title, marked as over where the word for it stands before the owner ("former Kenyan president")."""
        owners = _owner_links(doc, reading, title)
        over = title.former or (bool(owners) and self.titles.says_former(doc, owners[0].start))
        return replace(title, former=over)

    def _holdings(self, doc: Doc, reading: Reading, title: TitleSpan) -> Iterator[_Holding]:
        holdings = list(self._before_name(doc, reading, title)) or list(self._after_name(doc, reading, title))
        for holding in (*holdings, *self._copular(doc, reading, title)):
            if not _is_rank(title):
                yield holding

    # --- patterns -----------------------------------------------------------------------------------------------------

    def _before_name(self, doc: Doc, reading: Reading, title: TitleSpan) -> Iterator[_Holding]:
        """As in "U.S. Secretary of State John Kerry"; "Special Envoy to Syria, Lakhdar Brahimi"."""
        end, name, owners = self._complement(doc, reading, title)
        comma = end < len(doc) and doc[end].text == ","
        person = person_at(doc, reading, end + comma + (_bracket(doc, end + comma)))
        if person is None:
            return
        if comma and not owners and end == title.end and not _owners_before(doc, reading, title):
            return
        owners = owners or _owners_before(doc, reading, title)
        yield self._holding(person, title, name, owners, rule="title before name", confidence=0.95)

    def _after_name(self, doc: Doc, reading: Reading, title: TitleSpan) -> Iterator[_Holding]:
        """As in "Ahmad al-Jarba, president of the coalition"; "Lavrov, the Russian foreign minister"."""
        owners_before = _owners_before(doc, reading, title)
        start = _phrase_start(doc, reading, title, with_owner=bool(owners_before))
        opens = start > 1 and doc[start - 1].text in {",", "—", "–", "(", "-"}
        heading = not opens and start == title.start and _runs_into(doc, reading, title)
        if not (opens or heading) or syntax.is_subject(doc[title.head]):
            return
        person = person_ending(doc, reading, start - opens)
        if person is None:
            return
        _, name, owners = self._complement(doc, reading, title)
        yield self._holding(person, title, name, owners or owners_before, rule="title behind name", confidence=0.9)

    def _copular(self, doc: Doc, reading: Reading, title: TitleSpan) -> Iterator[_Holding]:
        """As in "Kerry is secretary of state"; "made his first visit as secretary"; "was elected president"."""
        head = doc[title.head]
        holders: list[Token] = []
        if _is_only_possible(head):
            return
        subject = syntax.copular_subject(head)
        if subject is not None:
            holders = [subject]
        elif syntax.preposition_of(head) == "as":
            if _is_another_s(doc, title):
                return
            clause = syntax.clause_head(head)
            chosen = clause.lemma_.lower() in _CHOOSING and not syntax.is_passive(clause)
            holders = syntax.objects(clause) if chosen else syntax.subjects(clause) or syntax.passive_subjects(clause)
        elif head.dep_ == "xcomp" and head.head.lemma_ in {"become", "elect", "appoint", "name", "remain"}:
            holders = syntax.subjects(head.head) or syntax.passive_subjects(head.head)
        people = [p for h in holders for p in reading.actors(h) if reading.entity(p).type is EntityType.PERSON]
        if len(people) != 1:
            return
        _, name, owners = self._complement(doc, reading, title)
        yield self._holding(
            people[0], title, name, owners or _owners_before(doc, reading, title), rule="copula", confidence=0.85
        )

    def _holding(
        self, person: str, title: TitleSpan, name: str, owners: tuple[str, ...], *, rule: str, confidence: float
    ) -> _Holding:
        if owners and not (title.holder_of and not any(owner in self.gazetteer.entries for owner in owners)):
            return _Holding(person, title, name, owners, rule, confidence)
        if title.holder_of is not None:
            return _Holding(person, title, name, (title.holder_of,), f"{rule}, only holder", confidence)
        known = self._known_owner(person, title) if title.kind != "military" else None
        return _Holding(
            person, title, name, (known,), f"{rule}, known office holder" if known else rule, 0.8 if known else 0.6
        )

    def _known_owner(self, person: str, title: TitleSpan) -> str | None:
        """Where a person is known to hold an office of this title, or, for a title of state, any office."""
        held = [h for h in self.gazetteer.office_holders(person.replace("-", " ")) if h.person == person]
        same = {h.country for h in held if h.title == title.title}
        crowned = title.kind in {"monarch", "royal"}
        owners = same or ({h.country for h in held} if title.scope in {"state", "any"} and not crowned else same)
        return next(iter(owners)) if len(owners) == 1 else None

    # --- whose office -------------------------------------------------------------------------------------------------

    def _complement(self, doc: Doc, reading: Reading, title: TitleSpan) -> tuple[int, str, tuple[str, ...]]:
        """What follows the title: where it ends, the title with its errand, and the owners ("of the FSB")."""
        end, name, owners = title.end, title.title, list[str]()
        portfolio = portfolio_end(doc, title)
        if portfolio is not None:
            federal = "Federal " if title.start and doc[title.start - 1].lower_ == "federal" else ""
            name, end = f"{federal}{name} {doc[end:portfolio].text}", portfolio
        while end + 1 < len(doc) and doc[end].lower_ in _OWNER_PREPOSITIONS | _ERRANDS:
            start = end + 1
            while start < len(doc) and doc[start].pos_ == "DET":
                start += 1
            links = links_from(reading, doc, start)
            if not links:
                break
            if doc[end].lower_ in _ERRANDS and doc[title.head].lower_ in _ERRAND_NOUNS:
                name = f"{name} {doc[end].text} {doc[links[0].start : links[-1].end].text}"
            else:
                owners += [k.entities[0] for k in links if reading.entity(k.entities[0]).type in _OWNERS]
            end = links[-1].end
        return end, name, tuple(owners)

    def _tenures(self, doc: Doc, reading: Reading, holding: _Holding) -> Iterator[Tenure]:
        evidence = reading.evidence(doc[holding.title.head])
        for owner in holding.owners:
            if owner != holding.person:
                yield Tenure(
                    holding.person, holding.name, owner, evidence, holding.rule,
                    former=holding.title.former, confidence=holding.confidence,
                )  # fmt: skip


def _is_one_phrase(doc: Doc, group: Sequence[TitleSpan], told: Sequence[Sequence[_Holding]]) -> bool:
    """Whether joined titles are one person's: not so in "talks of the president and Prime Minister Okoro"."""
    if told[0]:
        return True
    first = group[0].start
    return doc[first].text[0].isupper() and not any(t.lower_ in {"the", "a"} for t in doc[max(0, first - 2) : first])


def _owner_links(doc: Doc, reading: Reading, title: TitleSpan) -> list[Link]:
    """The names of the owners right before a title, coordinated ones included ("UN and Arab League")."""
    found: list[Link] = []
    at = title.start
    while (link := link_ending(reading, doc, at)) is not None and reading.entity(link.entities[0]).type in _OWNERS:
        found.insert(0, link)
        at = link.start - 1
        if at < 1 or doc[at].lower_ not in {"and", "-", "–"}:
            break
    return found


def _owners_before(doc: Doc, reading: Reading, title: TitleSpan) -> tuple[str, ...]:
    return tuple(link.entities[0] for link in _owner_links(doc, reading, title))


def _is_rank(title: TitleSpan) -> bool:
    """Whether a military title is a rank, not a command ("General", not "Commander of the fleet")."""
    return title.kind == "military" and not _POST_WORDS & set(title.title.lower().replace("-", " ").split())


def _is_only_possible(title: Token) -> bool:
    """Whether an office is one to come or another's ("would become president", "his successor as leader")."""
    for step in list(climb(title))[:2]:
        if step.word.lemma_.lower() in _OTHERS:
            return True
        if syntax.modals(step.word) or _is_wished(step.word):
            return True
    return bool(syntax.modals(title)) or _is_wished(title)


def _is_another_s(doc: Doc, title: TitleSpan) -> bool:
    """Whether "as" stands behind a word for another holder ("praised his *predecessor* as chairman")."""
    before = [t for t in doc[max(0, title.start - 3) : title.start] if t.lower_ not in {"as", "the", "a"}]
    return bool(before) and before[-1].lemma_.lower() in _OTHERS


def _is_wished(verb: Token) -> bool:
    """Whether an infinitive is what somebody wants, plans or refuses ("hopes *to become* president")."""
    above = next(climb(verb), None) if is_infinitive(verb) else None
    return above is not None and (
        key(above.word) in VERBS or key(above.word) in DENYING or above.word.lower_ in ADJECTIVES
    )


def _bracket(doc: Doc, i: int) -> int:
    return int(i < len(doc) and doc[i].text == "[")


def _runs_into(doc: Doc, reading: Reading, title: TitleSpan) -> bool:
    """Whether a full name runs into a title, as in headings ("Statement by Inga Norvald *Vice-Chancellor* of ...")."""
    link = reading.link_until(title.start)
    named = link is not None and link.end - link.start > 1 and title.end - title.start > 1
    return named and doc[title.start].text[0].isupper() and person_at(doc, reading, title.end) is None


def _phrase_start(doc: Doc, reading: Reading, title: TitleSpan, *, with_owner: bool) -> int:
    """Where the noun phrase of a title begins: its owner and determiner included."""
    start = title.start
    if with_owner and (link := link_ending(reading, doc, start)) is not None:
        start = link.start
    while start > 0 and doc[start - 1].pos_ in {"DET", "ADJ"} and doc[start - 1].text[0].islower():
        start -= 1
    return start


def _without_shadows(tenures: Sequence[Tenure]) -> tuple[Tenure, ...]:
    """Without the tenures that tell less of a post that the document tells more fully elsewhere."""
    return tuple(t for i, t in enumerate(tenures) if not any(_is_shadow(t, o, j < i) for j, o in enumerate(tenures)))


def _is_shadow(tenure: Tenure, other: Tenure, is_earlier: bool) -> bool:
    """Whether a tenure is another one told with less: no owner, or fewer words ("envoy for Chad")."""
    if tenure is other or (tenure.person, tenure.former) != (other.person, other.former):
        return False
    if tenure.jurisdiction not in {None, other.jurisdiction}:
        return False
    words, others = _content(tenure.title), _content(other.title)
    if words == others:
        return is_earlier or (tenure.jurisdiction is None and other.jurisdiction is not None)
    return words < others and not others - words & _OTHER_POST


def _content(title: str) -> frozenset[str]:
    """The words of a title that say which post it is; the preposition of an errand does not."""
    return frozenset(title.lower().replace("-", " ").split()) - _ERRANDS - {"of", "the"}


@Language.factory("kg_offices", requires=["doc._.links", "token.dep"], assigns=["doc._.tenures"])
class OfficesComponent:
    """Thin shell around :class:`OfficeFinder`."""

    def __init__(self, nlp: Language, name: str) -> None:
        del nlp, name
        self.finder = OfficeFinder(default_gazetteer())

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``doc._.tenures``."""
        doc._.tenures = self.finder.find(doc)
        return doc

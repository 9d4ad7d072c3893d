"""Where the names are: the gazetteer, the statistical model, titles and capitals, put together into one list of spans.

Each source is strong where another is weak: the gazetteer knows every country but not the people of tomorrow, the model
sees people and groups by their context but breaks long names, a title says that a person follows, and a run of capitals
ending in "Foundation" is an organization whether or not anyone has heard of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.gazetteer import Gazetteer, NameKind, default_gazetteer
from kg.nlp.acronyms import declared_acronyms
from kg.nlp.extensions import NameSpan
from kg.nlp.nameshapes import (
    FELLOWS,
    HONORIFICS,
    JOINTS,
    LABELS,
    LONGEST,
    ORGANIZATION_NOUNS,
    PLACE_NOUNS,
    behind_members,
    capital_runs,
    from_surnames,
    is_ship_or_storm,
    is_site,
    joined_companies,
    label_by_noun,
    looks_like_name,
    may_begin_name,
    may_go_on,
    person_end,
    trim,
    without_flight,
)
from kg.nlp.titles import TitleSpan, portfolio_end, title_lexicon

__all__ = ["LABELS", "ORGANIZATION_NOUNS", "NameFinder"]


_PEOPLES = frozenset("children citizens farmers people peoples students veterans women workers".split())


class NameFinder:
    """Finds the names of a document."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.titles = title_lexicon(gazetteer)

    def find(self, doc: Doc) -> tuple[NameSpan, ...]:
        """The names in text order, without overlap."""
        titles = self.titles.find(doc)
        behind = set(self._behind_errands(doc, titles))
        found = [*self._from_model(doc, titles, behind), *self._from_gazetteer(doc)]
        found += [*self._from_titles(doc, titles, behind), *self._from_capitals(doc, titles)]
        found += _from_acronyms(doc, found)
        names = _without_overlap([n for n in found if not self._joins_known(doc[n.start : n.end])])
        return tuple(_without_overlap([*names, *from_surnames(doc, names)]))

    # --- sources ------------------------------------------------------------------------------------------------------

    def _from_model(self, doc: Doc, titles: Iterable[TitleSpan], behind: AbstractSet[int]) -> Iterator[NameSpan]:
        portfolios = {i for t in titles for i in range(t.end, portfolio_end(doc, t) or t.end)}
        title_at = {i: title for title in titles for i in range(title.start, title.end)}
        for ent in doc.ents:
            label = LABELS.get(ent.label_)
            if label is None or ent.start in portfolios:
                continue
            start, end = trim(ent, dict.fromkeys(title_at[i] for i in range(ent.start, ent.end) if i in title_at))
            start, label = self._split_off_country(doc, start, end, label, behind)
            start, end = behind_members(doc, start, end), without_flight(doc, start, end)
            for first, last in joined_companies(doc, start, end):
                named = any(t.is_alpha and t.text[0].isupper() for t in doc[first:last])
                if named and not is_ship_or_storm(doc, first, last):
                    yield NameSpan(first, last, label_by_noun(doc, first, last, label), "model")

    def _joins_known(self, span: Span) -> bool:
        """As in "UN-Arab League", "Chad and Mali": two names, which the gazetteer finds by themselves."""
        joints = [i for i in range(1, len(span) - 1) if span[i].lower_ in JOINTS]
        known = any(self.gazetteer.lookup(span[:i].text) and self.gazetteer.lookup(span[i + 1 :].text) for i in joints)
        return known and not self.gazetteer.lookup(span.text)

    def _behind_errands(self, doc: Doc, titles: Iterable[TitleSpan]) -> Iterator[int]:
        """Where a person may be named behind a title's errand or owner ("special envoy to Yemen *Tamsin Okoro*")."""
        for title in titles:
            if title.end + 1 < len(doc) and doc[title.end].lower_ in {"to", "for", "of"}:
                start = title.end + 1 + (doc[title.end + 1].pos_ == "DET")
                end = self._longest_known(doc, start) if start < len(doc) and may_begin_name(doc[start]) else None
                if end is not None:
                    yield end

    def _split_off_country(
        self, doc: Doc, start: int, end: int, label: str, behind: AbstractSet[int]
    ) -> tuple[int, str]:
        """As in "Russians Viktor Bout", "Yemen Tamsin Okoro": a country and a person, whose name begins behind it."""
        split = next((i for i in range(start + 1, end) if i in behind and doc[i].text[0].isupper()), None)
        if split is not None:
            return split, "PERSON"
        if end - start > 2 and self._is_given_name(doc[start + 1]) and self.gazetteer.lookup(doc[start].text):
            return start + 1, "PERSON"
        return start, label

    def _from_gazetteer(self, doc: Doc) -> Iterator[NameSpan]:
        i = 0
        while i < len(doc):
            end = self._longest_known(doc, i) if may_begin_name(doc[i]) else None
            if end is None:
                i += 1
            else:
                yield NameSpan(i, end, "", "gazetteer")
                i = end

    def _longest_known(self, doc: Doc, start: int) -> int | None:
        last, most = start, min(start + LONGEST, len(doc))
        while last < most and may_go_on(doc[last]) and not (last > start and doc[last].is_sent_start):
            last += 1
        for end in range(last, start, -1):
            span = doc[start:end]
            if span[-1].is_space or span[-1].is_punct or span[-1].tag_ == "POS" or not looks_like_name(span):
                continue
            article = span[0].lower_ == "the"  # "The UAE" is the UAE at a sentence's start, "The Hague" is The Hague
            names = (n for n in self.gazetteer.lookup(span.text) if not article or n.text.startswith("The "))
            if any(self._certain(span, n.kind, ambiguous=n.ambiguous) for n in names):
                return end
        return None

    def _certain(self, span: Span, kind: NameKind, *, ambiguous: bool) -> bool:
        """An ambiguous name ("Reading", "Nice") needs a place's preposition before it or the model's word for it."""
        if not ambiguous or kind in {NameKind.ACRONYM, NameKind.DEMONYM, NameKind.METONYM}:
            return True
        before = span.doc[span.start - 1].lower_ if span.start else ""
        return before in {"in", "near", "from", "at"} or _is_entity(span)

    def _from_titles(self, doc: Doc, titles: Iterable[TitleSpan], behind: AbstractSet[int]) -> Iterator[NameSpan]:
        """The capitalised words right behind a title or an honorific are a person's name."""
        bodies = [e for e in doc.ents if LABELS.get(e.label_) == "ORG"]
        longer = {t.start for t in titles if t.end - t.start > 1}
        starts = [
            t.end
            for t in titles
            if not (t.kind == "military" and any(e.start <= t.start and t.end < e.end for e in bodies))
            if doc[t.start].text[0].isupper() or doc[t.head].dep_ in {"compound", "nmod:desc", "flat"}
        ]
        starts += [t.i + 1 for t in doc if t.lower_.rstrip(".") in HONORIFICS and t.text[0].isupper()]
        for after in (*starts, *sorted(behind)):
            start = after + (after < len(doc) and doc[after].text == "[")
            end = person_end(doc, start)
            end = next((i for i in range(start + 1, end) if i in longer), end)  # "Inga Norvald *Vice-Chancellor*"
            if end > start + (after in behind) and not self._is_title_at(start, titles):
                yield NameSpan(start, end, "PERSON", "title")

    @staticmethod
    def _is_title_at(start: int, titles: Iterable[TitleSpan]) -> bool:
        return any(t.start <= start < t.end for t in titles)

    def _from_capitals(self, doc: Doc, titles: Iterable[TitleSpan]) -> Iterator[NameSpan]:
        titled = {i for t in titles for i in range(t.start, portfolio_end(doc, t) or t.end)}
        for first, end in _with_peoples(doc, capital_runs(doc)):
            start = behind_members(doc, first, end)
            noun = doc[end - 1].lower_
            if end - start > 1 and noun in ORGANIZATION_NOUNS and end - 1 not in titled:
                yield NameSpan(start, end, "ORG", "capitals")
            elif (end - start > 1 and noun in PLACE_NOUNS) or is_site(doc, start, end):
                yield NameSpan(start, end, "LOC", "capitals")
            elif _is_body_of(doc, start, end) and start not in titled:
                yield NameSpan(start, end, "ORG", "capitals")
            elif self._is_given_name(doc[start]) and 2 <= end - start <= 4 and not titled & set(range(start, end)):
                last = without_flight(doc, start, person_end(doc, start))
                yield NameSpan(start, last, label_by_noun(doc, start, last, "PERSON"), "given name")

    def _is_given_name(self, token: Token) -> bool:
        return self.gazetteer.gender_of(token.text) is not None


def _with_peoples(doc: Doc, runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The runs of capitals, and those that "People's" joins to a body's noun ("Korean *People's* Army")."""
    ends = dict(runs)
    yield from ends.items()
    for token in doc[1:-1]:
        if token.lower_ not in {"'s", "’s", "'", "’"} or doc[token.i - 1].lower_ not in _PEOPLES:
            continue
        start = token.i - 1
        while start and doc[start - 1].text[0].isupper() and doc[start - 1].pos_ in {"PROPN", "ADJ", "NOUN"}:
            start -= 1
        end = ends.get(token.i + 1, token.i + 2)
        if doc[end - 1].text[0].isupper() and doc[end - 1].lower_ in ORGANIZATION_NOUNS:
            yield start, end


def _is_body_of(doc: Doc, start: int, end: int) -> bool:
    """As in "Organization for Peace", "Friends of Yemen", "Friends-of-Yemen" (group)."""
    joint = start + 1 + (end - start > 1 and doc[start + 1].text == "-")
    if joint + 1 >= end or doc[joint].lower_ not in {"of", "for"}:
        return False
    return doc[start].lower_ in ORGANIZATION_NOUNS or (doc[start].lower_ in FELLOWS and not doc[start].is_sent_start)


def _from_acronyms(doc: Doc, found: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """The names that the text declares acronyms for, and these wherever they stand.

    What nobody else takes for a name of a body or country, by its words or by its noun, may be a thing ("Weapons of
    Mass Destruction (WMD)").
    """
    bodies = {i for n in found if n.label in {"ORG", "GPE", ""} for i in range(n.start, n.end)}
    known: dict[str, str] = {}
    for acronym, (start, end) in declared_acronyms(doc, found).items():
        words = {t.lower_ for t in doc[start:end]}
        if words & ORGANIZATION_NOUNS or all(i in bodies for i in range(start, end) if doc[i].text[0].isupper()):
            known[acronym] = "ORG"
            yield NameSpan(start, end, "ORG", "acronym")
    yield from (NameSpan(t.i, t.i + 1, "ORG", "acronym") for t in doc if t.text in known)


def _is_entity(span: Span) -> bool:
    """Whether the model has this very span; asked word by word, as ``Doc.ents`` is made anew for each asking."""
    following = span.doc[span.end] if span.end < len(span.doc) else None
    marks = [token.ent_iob_ for token in span]
    return marks[0] == "B" and set(marks[1:]) <= {"I"} and (following is None or following.ent_iob_ != "I")


# --- choosing ---------------------------------------------------------------------------------------------------------

_RANK = {"acronym": 5, "surname": 4, "gazetteer": 3, "title": 2, "model": 1, "given name": 1, "capitals": 1}


def _without_overlap(spans: Iterable[NameSpan]) -> list[NameSpan]:
    """Longer spans win, then better sources; spans of equal extent lend the model's label to the gazetteer's."""
    ranked = sorted(spans, key=lambda s: (-(s.end - s.start), -_RANK[s.rule], s.start, s.label))
    taken: dict[int, NameSpan] = {}
    for span in ranked:
        clash = {taken[i] for i in range(span.start, span.end) if i in taken}
        if not clash:
            taken.update(dict.fromkeys(range(span.start, span.end), span))
        elif len(clash) == 1:
            winner = _labelled(next(iter(clash)), span)
            taken.update(dict.fromkeys(range(winner.start, winner.end), winner))
    return sorted(set(taken.values()))


def _labelled(winner: NameSpan, other: NameSpan) -> NameSpan:
    """The winner, with the other's label where it has none and both are of equal extent."""
    if winner.label or not other.label or (winner.start, winner.end) != (other.start, other.end):
        return winner
    return NameSpan(winner.start, winner.end, other.label, winner.rule)


@Language.factory("kg_names", requires=["token.pos", "token.tag", "token.dep", "doc.ents"], assigns=["doc._.names"])
def make_names(nlp: Language, name: str) -> NameFinderComponent:
    """The component that fills ``doc._.names``."""
    del nlp, name
    return NameFinderComponent()


class NameFinderComponent:
    """Thin shell around :class:`NameFinder`."""

    def __init__(self) -> None:
        self.finder = NameFinder(default_gazetteer())

    def __call__(self, doc: Doc) -> Doc:
        """Fill ``doc._.names``."""
        doc._.names = self.finder.find(doc)
        return doc

"""Where the names are: the gazetteer, the statistical model, titles and capitals, put together into one list of spans.

Each source is strong where another is weak: the gazetteer knows every country but not the people of tomorrow, the model
sees people and groups by their context but breaks long names, a title says that a person follows, and a run of capitals
ending in "Foundation" is an organization whether or not anyone has heard of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.gazetteer import Gazetteer, NameKind, default_gazetteer
from kg.model import EntityType
from kg.nlp.extensions import NameSpan
from kg.nlp.people import family_name_first
from kg.nlp.titles import TitleLexicon, TitleSpan

__all__ = ["NameFinder"]

LABELS = {"PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "LOC", "NORP": "NORP", "EVENT": "EVENT"}

# The last word of an organization's name when nothing else says that it is one.
ORGANIZATION_NOUNS = frozenset(
    """academy administration agency alliance army assembly association authority bank board brigade brigades bureau
    cabinet center centre chamber club coalition college command commission committee community company confederation
    conference congress consortium cooperation corporation corps council court department directorate embassy
    federation forces foundation front fund group guard guards initiative inquiry institute institution intelligence
    league legislature mission ministry movement network observatory office organisation organization parliament party
    police secretariat senate service services society tribunal union university watch""".split()
)
# A site whose own name is not an organization's.
PLACE_NOUNS = frozenset(
    """airport base bay bridge canal cemetery coast district desert gulf hills hotel island islands lake mountain
    mountains palace peninsula plateau port province region river sea square strait street tomb town valley
    village""".split()
)
_CONNECTORS = frozenset({"of", "the", "for", "and", "on", "in", "de", "del", "der", "al", "el", "bin", "ibn", "bint", "von", "van", "di", "da", "dos", "-", "&"})
_WITHIN_PERSON = frozenset({"de", "del", "der", "al", "el", "bin", "ibn", "bint", "von", "van", "di", "da", "dos", "la", "le", "-", "ben", "abu", "ul", "ur", "as"})
_JOINTS = frozenset({"-", "–", "/", "and", "&"})
_LONGEST = 8  # tokens; "Organization for Security and Co-operation in Europe" is the longest of the common names
_PEOPLE = frozenset({"PERSON", "PER"})
_HONORIFICS = frozenset({"mr", "mrs", "ms", "dr", "sir", "lord", "lady", "sheikh", "sheik", "gen", "col", "lt", "maj", "capt", "adm", "sgt", "rev", "prof", "sen", "rep", "gov", "ayatollah", "imam", "mullah", "prince", "princess", "king", "queen", "emir", "sultan", "pope"})


class NameFinder:
    """Finds the names of a document."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.titles = TitleLexicon(gazetteer)

    def find(self, doc: Doc) -> tuple[NameSpan, ...]:
        """The names in text order, without overlap."""
        titles = self.titles.find(doc)
        behind = set(self._behind_errands(doc, titles))
        found = [*self._from_model(doc, titles, behind), *self._from_gazetteer(doc)]
        found += [*self._from_titles(doc, titles, behind), *self._from_capitals(doc, titles)]
        names = _without_overlap([n for n in found if not self._joins_known(doc[n.start : n.end])], doc)
        return tuple(_without_overlap([*names, *_from_surnames(doc, names)], doc))

    # --- sources ------------------------------------------------------------------------------------------------------

    def _from_model(self, doc: Doc, titles: Iterable[TitleSpan], behind: Set[int]) -> Iterator[NameSpan]:
        for ent in doc.ents:
            label = LABELS.get(ent.label_)
            if label is None:
                continue
            start, end = _trim(ent, titles)
            start, label = self._split_off_country(doc, start, end, label, behind)
            if start < end and any(t.is_alpha and t.text[0].isupper() for t in doc[start:end]):
                yield NameSpan(start, end, _label_by_noun(doc, start, end, label), "model")

    def _joins_known(self, span: Span) -> bool:
        """"UN-Arab League", "Chad and Mali": two names, which the gazetteer finds by themselves."""
        joints = [i for i in range(1, len(span) - 1) if span[i].lower_ in _JOINTS]
        known = any(self.gazetteer.lookup(span[:i].text) and self.gazetteer.lookup(span[i + 1 :].text) for i in joints)
        return known and not self.gazetteer.lookup(span.text)

    def _behind_errands(self, doc: Doc, titles: Iterable[TitleSpan]) -> Iterator[int]:
        """Where a person may be named behind a title's errand or owner ("special envoy to Yemen *Tamsin Okoro*")."""
        for title in titles:
            if title.end + 1 < len(doc) and doc[title.end].lower_ in {"to", "for", "of"}:
                start = title.end + 1 + (doc[title.end + 1].pos_ == "DET")
                end = self._longest_known(doc, start) if start < len(doc) and _may_begin_name(doc[start]) else None
                if end is not None:
                    yield end

    def _split_off_country(self, doc: Doc, start: int, end: int, label: str, behind: Set[int]) -> tuple[int, str]:
        """"Russians Viktor Bout", "Yemen Tamsin Okoro": a country and a person, whose name begins behind it."""
        split = next((i for i in range(start + 1, end) if i in behind), None)
        if split is not None:
            return split, "PERSON"
        if end - start > 2 and self._is_given_name(doc[start + 1]) and self.gazetteer.lookup(doc[start].text):
            return start + 1, "PERSON"
        return start, label

    def _from_gazetteer(self, doc: Doc) -> Iterator[NameSpan]:
        i = 0
        while i < len(doc):
            end = self._longest_known(doc, i) if _may_begin_name(doc[i]) else None
            if end is None:
                i += 1
            else:
                yield NameSpan(i, end, "", "gazetteer")
                i = end

    def _longest_known(self, doc: Doc, start: int) -> int | None:
        for end in range(min(start + _LONGEST, doc[start].sent.end), start, -1):
            span = doc[start:end]
            if span[-1].is_space or span[-1].is_punct or span[-1].tag_ == "POS" or not _looks_like_name(span):
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
        return before in {"in", "near", "from", "at"} or any(e.start == span.start and e.end == span.end for e in span.doc.ents)

    def _from_titles(self, doc: Doc, titles: Iterable[TitleSpan], behind: Set[int]) -> Iterator[NameSpan]:
        """The capitalised words right behind a title or an honorific are a person's name."""
        starts = [t.end for t in titles if doc[t.start].text[0].isupper() or doc[t.head].dep_ in {"compound", "nmod:desc", "flat"}]
        starts += [t.i + 1 for t in doc if t.lower_.rstrip(".") in _HONORIFICS and t.text[0].isupper()]
        starts += sorted(behind)
        for start in starts:
            start += start < len(doc) and doc[start].text == "["
            end = _person_end(doc, start)
            if end > start and not self._is_title_at(start, titles):
                yield NameSpan(start, end, "PERSON", "title")

    @staticmethod
    def _is_title_at(start: int, titles: Iterable[TitleSpan]) -> bool:
        return any(t.start <= start < t.end for t in titles)

    def _from_capitals(self, doc: Doc, titles: Iterable[TitleSpan]) -> Iterator[NameSpan]:
        titled = {i for t in titles for i in range(t.start, t.end)}
        for start, end in _capital_runs(doc):
            last = doc[end - 1].lower_
            if end - start > 1 and last in ORGANIZATION_NOUNS and end - 1 not in titled:
                yield NameSpan(start, end, "ORG", "capitals")
            elif end - start > 1 and last in PLACE_NOUNS:
                yield NameSpan(start, end, "LOC", "capitals")
            elif doc[start].lower_ in PLACE_NOUNS and end - start > 2 and doc[start + 1].lower_ == "of":
                yield NameSpan(start, end, "LOC", "capitals")
            elif doc[start].lower_ in ORGANIZATION_NOUNS and end - start > 2 and doc[start + 1].lower_ in {"of", "for"}:
                yield NameSpan(start, end, "ORG", "capitals")
            elif self._is_given_name(doc[start]) and 2 <= end - start <= 4 and not titled & set(range(start, end)):
                yield NameSpan(start, _person_end(doc, start), "PERSON", "given name")

    def _is_given_name(self, token: Token) -> bool:
        return self.gazetteer.gender_of(token.text) is not None


# --- shapes of names --------------------------------------------------------------------------------------------------


def _may_begin_name(token: Token) -> bool:
    return token.text[0].isupper() or token.text[0].isdigit() or token.lower_.startswith("al-") or token.lower_ in {"al", "pro", "anti"}


def _looks_like_name(span: Span) -> bool:
    """All capitals but for connecting words; digits only inside ("G20", "Geneva II")."""
    words = [t for t in span if t.is_alpha or any(c.isalpha() for c in t.text)]
    return bool(words) and any(t.text[0].isupper() for t in words) and all(t.text[0].isupper() or t.lower_ in _CONNECTORS for t in words)


def _capital_runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Maximal runs of capitalised words with connecting words inside; a sentence's first word counts only with a second."""
    i = 0
    while i < len(doc):
        if not _is_capital(doc[i]):
            i += 1
            continue
        end, probe = i + 1, i + 1
        while probe < len(doc) and (_is_capital(doc[probe]) or doc[probe].lower_ in _CONNECTORS) and doc[probe].sent.start == doc[i].sent.start:
            probe += 1
            if _is_capital(doc[probe - 1]):
                end = probe
        if end - i > 1:
            yield from _split_run(doc, i, end)
        i = end


def _split_run(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run broken at "and", "on", "in" unless an organization's noun before it asks for more ("Security and Cooperation")."""
    first = start
    for i in range(start + 1, end - 1):
        if doc[i].lower_ in {"and", "on", "in"} and doc[first].lower_ not in ORGANIZATION_NOUNS:
            yield first, i
            first = i + 1
    if first < end:
        yield first, end


def _is_capital(token: Token) -> bool:
    return token.text[0].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ", "X"} and not token.is_punct


def _person_end(doc: Doc, start: int) -> int:
    """Where a person's name that begins at ``start`` ends: capitalised words, particles and initials."""
    end = probe = start
    while probe < len(doc) and probe - start < 6:
        token = doc[probe]
        if token.text[0].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "INTJ"} and token.tag_ != "POS":
            probe += 1
            end = probe
        elif probe > start and doc[probe - 1].text == "-" and not doc[probe - 1].whitespace_ and token.is_alpha:
            probe += 1
            end = probe
        elif probe > start and (token.lower_ in _WITHIN_PERSON or token.text in {"]", "["}) and token.tag_ != "POS":
            probe += 1
        elif token.lower_.startswith(("al-", "el-")) and len(token) > 3:
            probe += 1
            end = probe
        else:
            break
    return end


def _trim(span: Span, titles: Iterable[TitleSpan]) -> tuple[int, int]:
    """The span without determiners, possessive endings, and the titles and honorifics before a person's name."""
    start, end = span.start, span.end
    while end > start and _ends_no_name(span.doc[end - 1]):
        end -= 1
    while start < end and (span.doc[start].pos_ == "DET" or span.doc[start].is_punct or span.doc[start].is_space):
        start += 1
    for title in titles:
        if title.start <= start < title.end < end or (start < title.start and title.end < end and span.label_ in _PEOPLE):
            start = title.end
        elif start < title.start and title.end == end and span.doc[title.head].lower_ not in ORGANIZATION_NOUNS:
            end = title.start
        elif title.start <= start and end <= title.end:
            end = start
    while start < end and span.label_ in _PEOPLE and span.doc[start].lower_.rstrip(".") in _HONORIFICS:
        start += 1
    return start, end


def _ends_no_name(token: Token) -> bool:
    return token.tag_ == "POS" or token.is_punct or token.is_space or token.lower_ in {"of", "for", "and", "the", "in", "on"}


def _is_country(span: Span) -> bool:
    gazetteer = default_gazetteer()
    return any(gazetteer.entry(n.entry_id).type is EntityType.COUNTRY for n in gazetteer.lookup(span.text))


def _label_by_noun(doc: Doc, start: int, end: int, label: str) -> str:
    """What the last word of a longer name says it is outranks the model ("New Eurasia Foundation")."""
    last = doc[end - 1].lower_
    return "ORG" if end - start > 1 and last in ORGANIZATION_NOUNS and label in {"GPE", "LOC", "PERSON"} else label


def _from_surnames(doc: Doc, names: Iterable[NameSpan]) -> Iterator[NameSpan]:
    """The surnames of persons named in full, wherever they stand alone ("Lavrov", headlines included)."""
    surnames = {_surname(doc[n.start : n.end]) for n in names if n.label == "PERSON" and n.end - n.start > 1}
    surnames |= {word.split("-", 1)[1] for word in surnames if word.lower().startswith(("al-", "el-"))}
    countries = {doc[n.start].text for n in names if n.end - n.start == 1 and _is_country(doc[n.start : n.end])}
    for token in doc:
        if token.text in surnames - countries and token.text[0].isupper():
            yield NameSpan(token.i, token.i + 1, "PERSON", "surname")


def _surname(name: Span) -> str:
    return name[0 if family_name_first(name.text, default_gazetteer()) else -1].text


# --- choosing ---------------------------------------------------------------------------------------------------------

_RANK = {"surname": 4, "gazetteer": 3, "title": 2, "model": 1, "given name": 1, "capitals": 1}


def _without_overlap(spans: Iterable[NameSpan], doc: Doc) -> list[NameSpan]:
    """Longer spans win, then better sources; spans of equal extent lend the model's label to the gazetteer's."""
    ranked = sorted(spans, key=lambda s: (-(s.end - s.start), -_RANK[s.rule], s.start, s.label))
    taken: dict[int, NameSpan] = {}
    kept: list[NameSpan] = []
    for span in ranked:
        clash = {taken[i] for i in range(span.start, span.end) if i in taken}
        if not clash:
            kept.append(span)
            taken.update(dict.fromkeys(range(span.start, span.end), span))
        elif len(clash) == 1:
            _lend_label(kept, taken, next(iter(clash)), span)
    return sorted(kept)


def _lend_label(kept: list[NameSpan], taken: dict[int, NameSpan], winner: NameSpan, other: NameSpan) -> None:
    if winner.label or not other.label or (winner.start, winner.end) != (other.start, other.end):
        return
    labelled = NameSpan(winner.start, winner.end, other.label, winner.rule)
    kept[kept.index(winner)] = labelled
    taken.update(dict.fromkeys(range(winner.start, winner.end), labelled))


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
        """Fill ``doc._.names`` and ``doc._.titles``."""
        doc._.names = self.finder.find(doc)
        return doc

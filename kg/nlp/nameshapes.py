"""The shapes of names: runs of capitals, where a person's name ends, what a last word says about the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from kg.gazetteer import default_gazetteer
from kg.model import EntityType
from kg.nlp.extensions import NameSpan
from kg.nlp.people import family_name_first
from kg.nlp.titles import TitleSpan

__all__ = [
    "FELLOWS",
    "HONORIFICS",
    "JOINTS",
    "LABELS",
    "LONGEST",
    "ORGANIZATION_NOUNS",
    "PLACE_NOUNS",
    "behind_members",
    "capital_runs",
    "from_surnames",
    "is_ship_or_storm",
    "is_site",
    "joined_companies",
    "label_by_noun",
    "looks_like_name",
    "may_begin_name",
    "may_go_on",
    "person_end",
    "trim",
    "without_flight",
]

LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
    "EVENT": "EVENT",
}

# The last word of an organization's name when nothing else says that it is one.
ORGANIZATION_NOUNS = frozenset(
    """academy administration agency alliance army assembly association authority bank board brigade brigades bureau
    cabinet center centre chamber club coalition college command commission committee community company confederation
    conference congress consortium cooperation corporation corps council court department directorate embassy
    federation forces foundation front fund group guard guards initiative inquiry institute institution intelligence
    league legislature mission ministry movement network observatory office organisation organization parliament party
    police secretariat senate service services society tribunal union university watch""".split()
)
# "Members of the Security Council" are no other body than the council.
_OF_A_BODY = frozenset(
    "leaders member members officials parts representatives residents soldiers spokesman supporters troops".split()
)
# What a company is by the last word of its name, which a model may take for a surname ("Adam Air").
_COMPANY_NOUNS = frozenset(
    """air airline airlines airways aviation bancorp broadcasting co corp energy gmbh holdings inc industries insurance
    lines llc ltd motors news newspaper oil petroleum pharmaceuticals plc radio railways shipping steel systems
    technologies telecom television times tv""".split()
)
# What bears a person's name and is none: ships and storms.
_SHIPS = frozenset({"HMAS", "HMS", "MS", "MT", "MV", "RMS", "SS", "USNS", "USS"})
_STORMS = frozenset({"cyclone", "hurricane", "storm", "typhoon"})
# The first word of an organization's name that ends in what it is for: "Friends of the Earth", "Sons of Iraq".
FELLOWS = frozenset(
    """brothers children defenders doctors friends grandmothers guardians knights lawyers mothers partisans reporters
    soldiers sons students veterans voices wives women""".split()
)
# A site whose own name is not an organization's.
PLACE_NOUNS = frozenset(
    """airport base bay bridge canal cemetery coast district desert gulf hills hotel island islands lake mountain
    mountains palace peninsula plateau port province region river sea square strait street tomb town valley
    village""".split()
)
_CONNECTORS = frozenset("& - al and bin bint da de del der di dos el for ibn in of on the van von".split())
_WITHIN_PERSON = frozenset("- abu al as ben bin bint da de del der di dos el ibn la le ul ur van von".split())
JOINTS = frozenset({"-", "–", "/", "and", "&"})
LONGEST = 8  # tokens; "Organization for Security and Co-operation in Europe" is the longest of the common names
_PEOPLE = frozenset({"PERSON", "PER"})
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
HONORIFICS = frozenset(
    """adm ayatollah capt col dr emir gen gov imam king lady lord lt maj mr mrs ms mullah pope prince princess prof
    queen rep rev sen sgt sheik sheikh sir sultan""".split()
)


def may_begin_name(token: Token) -> bool:
    """Whether a name may begin here: capitals, digits ("5+1"), an Arabic article, or a prefix ("pro-", "anti-")."""
    return (
        token.text[0].isupper()
        or token.text[0].isdigit()
        or token.lower_.startswith("al-")
        or token.lower_ in {"al", "pro", "anti"}
    )


def may_go_on(token: Token) -> bool:
    """Whether a name may hold this token: a capital, a connecting word, or no word at all."""
    text = token.text
    return text[0].isupper() or token.lower_ in _CONNECTORS or not any(c.isalpha() for c in text)


def looks_like_name(span: Span) -> bool:
    """All capitals but for connecting words; digits only inside ("G20", "Geneva II")."""
    return all(may_go_on(token) for token in span) and any(token.text[0].isupper() for token in span)


def capital_runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Maximal runs of at least two capitalised words, with connecting words inside."""
    i = 0
    while i < len(doc):
        if not _is_capital(doc[i]):
            i += 1
            continue
        end, probe = i + 1, i + 1
        while (
            probe < len(doc)
            and (_is_capital(doc[probe]) or doc[probe].lower_ in _CONNECTORS)
            and not doc[probe].is_sent_start
        ):
            probe += 1
            if _is_capital(doc[probe - 1]):
                end = probe
        if end - i > 1:
            yield from _split_run(doc, i, end)
        i = end


def _split_run(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run broken at "and", "on", "in", unless an organization's noun begins it ("Council on Peace")."""
    first = start
    for i in range(start + 1, end - 1):
        if doc[i].lower_ in {"and", "on", "in"} and doc[first].lower_ not in ORGANIZATION_NOUNS:
            yield first, i
            first = i + 1
    if first < end:
        yield first, end


def _is_capital(token: Token) -> bool:
    return token.text[0].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ", "X"} and not token.is_punct


def person_end(doc: Doc, start: int) -> int:
    """Where a person's name that begins at ``start`` ends: capitalised words, particles and initials."""
    end = probe = start
    while probe < len(doc) and probe - start < 6:
        token = doc[probe]
        if probe > start and _is_weekday(token):
            break
        if (
            token.text[0].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ", "X", "INTJ"} and token.tag_ != "POS"
        ) or (probe > start and doc[probe - 1].text == "-" and not doc[probe - 1].whitespace_ and token.is_alpha):
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


def trim(span: Span, titles: Iterable[TitleSpan]) -> tuple[int, int]:
    """The span without determiners, possessive endings, and the titles and honorifics before a person's name."""
    start, end = span.start, span.end
    while end > start and _ends_no_name(span.doc[end - 1]):
        end -= 1
    while start < end and (span.doc[start].pos_ == "DET" or span.doc[start].is_punct or span.doc[start].is_space):
        start += 1
    for title in titles:
        if title.kind == "military" and span.label_ not in _PEOPLE and title.start >= start:
            continue  # "General Motors" is no general
        if title.start <= start < title.end < end or (
            start < title.start and title.end < end and span.label_ in _PEOPLE
        ):
            start = title.end
        elif start < title.start < end <= title.end and not _names_body(span.doc, title, end):
            end = title.start
        elif title.start <= start and end <= title.end:
            end = start
    while start < end and span.label_ in _PEOPLE and span.doc[start].lower_.rstrip(".") in HONORIFICS:
        start += 1
    while end > start + 1 and (
        _is_weekday(span.doc[end - 1]) or (span.label_ in _PEOPLE and _is_plain_word(span.doc[end - 1]))
    ):
        end -= 1
    return start, end


def _is_plain_word(token: Token) -> bool:
    """Whether a word in lower case cannot end a person's name ("Tamsin Okoro *waves*")."""
    apart = not token.i or bool(token.doc[token.i - 1].whitespace_)
    return apart and token.is_alpha and token.text.islower()


def _is_weekday(token: Token) -> bool:
    return token.lower_ in _WEEKDAYS


def _names_body(doc: Doc, title: TitleSpan, end: int) -> bool:
    """Whether a name that runs into a title ends as an organization's does ("Foreign Ministry" of its spokesman)."""
    last = doc[title.head] if title.end == end else doc[end - 1]
    return last.lower_ in ORGANIZATION_NOUNS


def _ends_no_name(token: Token) -> bool:
    return (
        token.tag_ == "POS"
        or token.is_punct
        or token.is_space
        or token.lower_ in {"of", "for", "and", "the", "in", "on"}
    )


def _is_country(span: Span) -> bool:
    gazetteer = default_gazetteer()
    return any(gazetteer.entry(n.entry_id).type is EntityType.COUNTRY for n in gazetteer.lookup(span.text))


def behind_members(doc: Doc, start: int, end: int) -> int:
    """Where a name begins once "Members of the" is left out."""
    if end - start < 3 or doc[start].lower_ not in _OF_A_BODY or doc[start + 1].lower_ != "of":
        return start
    return start + 2 + (doc[start + 2].pos_ == "DET" and end - start > 3)


def without_flight(doc: Doc, start: int, end: int) -> int:
    """Where a name ends once the number's word behind it is left out ("Adam Air *Flight* 574")."""
    return end - 1 if end - start > 1 and doc[end - 1].lower_ == "flight" else end


def joined_companies(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """A name, or the two companies that a model took for one ("Lion Air and Merpati Airlines")."""
    for i in range(start + 1, end - 1):
        if doc[i].lower_ == "and" and {doc[i - 1].lower_, doc[end - 1].lower_} <= _COMPANY_NOUNS:
            return [(start, i), (i + 1, end)]
    return [(start, end)] if start < end else []


def is_ship_or_storm(doc: Doc, start: int, end: int) -> bool:
    """Whether a name that looks like a person's is a ship's or a storm's ("USS Cole", "Hurricane Katrina")."""
    before = doc[start - 1] if start else None
    named = {doc[start].text} | ({before.text} if before is not None else set())
    kinds = {doc[start].lower_} | ({before.lower_} if before is not None and before.text[0].isupper() else set())
    return end > start and bool(named & _SHIPS or kinds & _STORMS)


def label_by_noun(doc: Doc, start: int, end: int, label: str) -> str:
    """What the last word of a longer name says it is outranks the model ("New Eurasia Foundation")."""
    last = doc[end - 1].lower_.rstrip(".")
    if end - start < 2 or label not in {"GPE", "LOC", "PERSON"}:
        return label
    if last in ORGANIZATION_NOUNS:
        return "ORG"
    if label == "PERSON" and last in _COMPANY_NOUNS:
        return "ORG"
    return "LOC" if label == "PERSON" and last in PLACE_NOUNS else label


def is_site(doc: Doc, start: int, end: int) -> bool:
    """Whether a run names a site by its first word ("Tomb of the Unknown Soldier")."""
    return end - start > 2 and doc[start].lower_ in PLACE_NOUNS and doc[start + 1].lower_ == "of"


def from_surnames(doc: Doc, names: Iterable[NameSpan]) -> Iterator[NameSpan]:
    """The surnames of persons named in full, wherever they stand alone ("Lavrov", headlines included)."""
    surnames = {_surname(doc[n.start : n.end]) for n in names if n.label == "PERSON" and n.end - n.start > 1}
    surnames |= {word.split("-", 1)[1] for word in surnames if word.lower().startswith(("al-", "el-"))}
    countries = {doc[n.start].text for n in names if n.end - n.start == 1 and _is_country(doc[n.start : n.end])}
    alone = {word for word in surnames - countries if word[:1].isupper()}
    for token in doc:
        if token.text in alone:
            yield NameSpan(token.i, token.i + 1, "PERSON", "surname")


def _surname(name: Span) -> str:
    return name[0 if family_name_first(name.text, default_gazetteer()) else -1].text

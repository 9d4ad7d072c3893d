"""Who takes part by grammar: the subjects, objects and partners of a word, as actors.

What coordination, apposition, relative clauses and infinitives leave unsaid is filled in here; where the parse gives
nothing, the name that stands right there does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from spacy.tokens import Token

from kg.model import EntityType
from kg.nlp import syntax
from kg.nlp.extensions import Link
from kg.nlp.governors import climb, is_infinitive, lemma
from kg.nlp.reading import Reading

__all__ = [
    "ADDRESSED",
    "JOINT",
    "actors_of",
    "behind",
    "between",
    "flanking",
    "objects_of",
    "partners_of",
    "subjects_of",
]

ADDRESSED = frozenset(
    """reporter reporters journalist journalists press media crowd parliament lawmakers audience newspaper agency
    television radio""".split()
)
JOINT = frozenset({"with", "together with", "along with", "alongside"})
_BESIDE = frozenset({"accompany", "flank", "join"})
# "Officials, *including* Ann Roe": who is named out of a group.
_NAMED_OUT = frozenset({"including", "alongside"})
# The object of these is who does what the infinitive below says ("invited Peru *to attend*"), however it is parsed.
_CONTROL = frozenset(
    """allow ask beg bring convince dispatch encourage invite order permit persuade press push request send summon tell
    urge""".split()
)
# "The *first* leader to visit", "the most *senior* official to visit": the predicate says it of the subject.
_PICKED = frozenset("first last latest next only second third".split())
_BROKEN = frozenset({"and", "&", ","})


def subjects_of(verb: Token, reading: Reading) -> tuple[str, ...]:
    """The subject or agent; of a bare participle the subject of the clause above ("said after *meeting* Lavrov").

    Where the parse gives none, the name or pronoun right before the verb.
    """
    nouns = syntax.subjects(verb) or syntax.agents(verb)
    controllers = _controllers(verb)
    if controllers:
        return actors_of(controllers, reading)
    if nouns or syntax.is_passive(verb):
        return tuple(dict.fromkeys((*actors_of(_antecedents(nouns), reading), *flanking(nouns, reading))))
    if verb.dep_ in {"acl", "acl:relcl", "relcl"} and verb.head.pos_ in {"NOUN", "PROPN"}:
        return _of_described(verb, reading)
    if verb.dep_ in {"advcl", "pcomp", "obl", "ccomp", "xcomp", "acl"} and (verb.tag_ == "VBG" or is_infinitive(verb)):
        for step in climb(verb):
            found = syntax.subjects(step.word) or syntax.passive_subjects(step.word)
            if found:
                return (*actors_of(_antecedents(found), reading), *flanking(found, reading))
    return _right_before(verb, reading)


def _controllers(verb: Token) -> list[Token]:
    """Who is invited, asked or sent to do what an infinitive says."""
    above = verb.head
    if verb.dep_ not in {"advcl", "acl"} or not is_infinitive(verb) or lemma(above) not in _CONTROL:
        return []
    return [o for o in (*syntax.objects(above), *syntax.passive_subjects(above)) if o.i < verb.i]


def _of_described(verb: Token, reading: Reading) -> tuple[str, ...]:
    """The subject of a clause that describes a noun: "envoys *visiting* Peru", "is the first *to visit* Peru"."""
    noun = verb.head
    if verb.tag_ == "VBG":
        return actors_of([noun], reading)
    picked = any(c.lower_ in _PICKED or c.tag_ in {"JJS", "RBS"} for c in noun.subtree if c.i < noun.i)
    subject = syntax.copular_subject(noun) if picked and is_infinitive(verb) else None
    return actors_of([subject], reading) if subject is not None else ()


def _right_before(verb: Token, reading: Reading) -> tuple[str, ...]:
    """The name before the verb group; of a caption without a finite verb the first person named ("Abe, left, meeting").

    Auxiliaries, adverbs and "to" stand between them: "Abe also *is to* attend".
    """
    start = verb.i
    while start and (verb.doc[start - 1].pos_ in {"AUX", "ADV"} or verb.doc[start - 1].tag_ == "TO"):
        start -= 1
    link = reading.link_until(start)
    if link is not None and link.end == start:
        return link.entities
    if verb.tag_ != "VBG" or verb.dep_ != "ROOT" or any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in verb.sent):
        return ()
    people = (k for k in reading.links_between(verb.sent.start, verb.i) if _is_person(k, reading))
    return next((k.entities for k in people), ())


def _is_person(link: Link, reading: Reading) -> bool:
    return all(reading.entity(e).type is EntityType.PERSON for e in link.entities)


def flanking(subjects: Iterable[Token], reading: Reading) -> tuple[str, ...]:
    """Who stands beside a subject: "Abe, *flanked by* Kishida", "joined by", "accompanied by"."""
    found: list[str] = []
    for subject in subjects:
        beside = [c for c in (*subject.children, *subject.head.children) if lemma(c) in _BESIDE and c.tag_ == "VBN"]
        found += [a for verb in beside for a in actors_of(syntax.agents(verb), reading)]
    return tuple(dict.fromkeys(found))


def _antecedents(nouns: Iterable[Token]) -> list[Token]:
    """A relative pronoun stands for the noun its clause describes ("Abe, *who* met Park")."""
    found = []
    for noun in nouns:
        relative = noun.tag_ in {"WP", "WDT"} and noun.head.dep_ in {"acl:relcl", "relcl"}
        found.append(noun.head.head if relative else noun)
    return found


def actors_of(nouns: Iterable[Token], reading: Reading) -> tuple[str, ...]:
    """The actors that noun phrases stand for, without the media and their people, in text order."""
    found = dict.fromkeys(
        a for n in nouns if not _is_of_media(n, reading) for a in (*_broken_off(n, reading), *reading.actors(n))
    )
    return tuple(a for a in found if not reading.is_media(a))


def _is_of_media(noun: Token, reading: Reading) -> bool:
    """As in "*Reuters'* Ann Roe", "*CNN* anchor Ann Roe"."""
    owners = (*syntax.possessors(noun), *syntax.compounds(noun))
    links = (link for owner in owners if (link := reading.link(owner)) is not None)
    return any(reading.is_media(e) for link in links for e in link.entities)


def _broken_off(noun: Token, reading: Reading) -> Iterator[str]:
    """The person that the parse makes a modifier of the next one ("*Abe* and UN envoy Ann Roe")."""
    for child in noun.children:
        if child.i < noun.i and child.pos_ == "PROPN" and child.dep_ in {"compound", "flat", "nmod", "nmod:desc"}:
            link = reading.link(child)
            cut = link is not None and link.end <= noun.i and noun.doc[link.end].lower_ in _BROKEN
            if link is not None and cut and _is_person(link, reading):
                yield from link.entities


def objects_of(verb: Token, reading: Reading) -> tuple[str, ...]:
    """The actors that are objects of a verb; one before it, or a second subject behind it, is the parse's mistake."""
    before = [s for s in syntax.subjects(verb) if s.i < verb.i]
    objects = [o for o in syntax.objects(verb) if o.i > verb.i]
    if before and not objects:
        objects = [s for s in syntax.subjects(verb) if s.i > verb.i]
    return (*actors_of(objects, reading), *_named_out(objects, reading))


def partners_of(head: Token, reading: Reading) -> tuple[str, ...]:
    """Those behind "with"."""
    return behind(head, reading, JOINT)


def behind(head: Token, reading: Reading, prepositions: Collection[str]) -> tuple[str, ...]:
    """The actors behind these prepositions, unless they are an audience ("spoke to reporters")."""
    nouns = [o.noun for o in syntax.obliques(head) if o.preposition in prepositions and o.noun.lower_ not in ADDRESSED]
    return (*actors_of(nouns, reading), *_named_out(nouns, reading))


def _named_out(nouns: Iterable[Token], reading: Reading) -> tuple[str, ...]:
    """Who is named out of a group: "a number of officials, *including* Ann Roe", read off the words that follow."""
    found: dict[str, None] = {}
    for noun in nouns:
        for word in noun.subtree:
            if word.i > noun.i and word.lower_ in _NAMED_OUT:
                named = reading.links_between(word.i + 1, noun.right_edge.i + 1)
                found.update(dict.fromkeys(e for k in named if _is_person(k, reading) for e in k.entities))
    return tuple(found)


# --- between ----------------------------------------------------------------------------------------------------------


def between(head: Token, reading: Reading) -> tuple[str, ...]:
    """The parties behind "between" or "among", read off the words: parses break the second one off too often."""
    found: dict[str, None] = {}
    for oblique in syntax.obliques(head):
        if oblique.preposition in {"between", "among"}:
            words = (t for t in (oblique.noun.head, *oblique.noun.subtree) if t.lower_ == oblique.preposition)
            found.update(dict.fromkeys(a for word in words for a in _parties_from(word, reading)))
    return tuple(found)


def _parties_from(preposition: Token, reading: Reading) -> Iterator[str]:
    """The actors from a "between" to the end of what it governs: past one "and" to the next preposition or verb."""
    doc, joined, done = preposition.doc, False, -1
    second = False
    for token in doc[preposition.i + 1 : preposition.sent.end]:
        if second and (token.tag_ == "IN" or token.text in {",", ";", "—"} or token.pos_ in {"VERB", "AUX"}):
            named_next = token.text == "," and _starts_person(token.i + 1, reading)
            if token.lower_ != "of" and not named_next:
                return
        if token.lower_ == "and":
            joined = True
        link = reading.link_from(token.i) if token.i >= done else None
        if link is None:
            continue
        done = link.end
        if not _qualifies_person(link, reading):
            found = [e for e in link.entities if reading.entity(e).type is not EntityType.PLACE]
            yield from (e for e in found if not reading.is_media(e))
            second = second or (joined and bool(found)) or len(link.entities) > 1


def _starts_person(start: int, reading: Reading) -> bool:
    link = reading.link_from(start)
    return link is not None and _is_person(link, reading)


def _qualifies_person(link: Link, reading: Reading) -> bool:
    """Whether a name only says whose a person is: "*Russian* President Ann Roe", "*EU* envoy Ann Roe"."""
    doc = reading.doc
    for i in range(link.end, min(link.end + 8, len(doc))):
        if doc[i].text in {",", ";", "."} or doc[i].lower_ == "and" or doc[i].pos_ in {"VERB", "AUX"}:
            return False
        if _starts_person(i, reading):
            return True
    return False

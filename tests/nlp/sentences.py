"""Parsed articles built by hand: one word a row, so that every rule is tested on trees that no model can spoil.

A sentence is written as rows of "word TAG head label [lemma]" parted by "|", heads as 0-based indices within it, in
Universal Dependencies; sentences are parted by "||". The part of speech follows from the tag. :func:`article` reads the
same rows in either scheme, :func:`clearnlp` turns the one into the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.model import Section, SectionKind
from kg.nlp.extensions import Link
from kg.nlp.pipeline import COMPONENTS

PUBLISHED = dt.date(2014, 3, 18)  # a Tuesday
SCHEMES = ("ud", "clearnlp")

_NLP = spacy.blank("en")
_BREAK = "\n\n"
_POS = {
    "NNP": "PROPN", "NNPS": "PROPN", "NN": "NOUN", "NNS": "NOUN", "IN": "ADP", "TO": "PART", "POS": "PART", "DT": "DET",
    "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WDT": "PRON", "EX": "PRON", "CC": "CCONJ", "CD": "NUM", "MD": "AUX",
    "_SP": "SPACE", "UH": "INTJ", "RP": "ADP", "PDT": "DET", "WRB": "ADV",
}  # fmt: skip
_NO_SPACE_BEFORE = frozenset(""". , ; : ? ! ) ] ” ’ 's ’s n't n’t ' %""".split())
_NO_SPACE_AFTER = frozenset("( [ “ $".split())


@dataclass(frozen=True)
class Row:
    """One word of a hand-built sentence."""

    word: str
    tag: str
    head: int
    dep: str
    lemma: str

    @property
    def pos(self) -> str:
        if self.dep == "mark" and self.tag == "IN":
            return "SCONJ"
        if self.tag.startswith("VB"):
            return "AUX" if self.dep in {"aux", "aux:pass", "auxpass", "cop"} or self.lemma == "be" else "VERB"
        return _POS.get(self.tag) or {"J": "ADJ", "R": "ADV"}.get(self.tag[0], "PUNCT")


def rows(sentence: str) -> list[Row]:
    """The rows of one sentence."""
    cells = [row.split() for row in sentence.split("|")]
    found = [Row(c[0], c[1], int(c[2]), c[3], c[4] if len(c) > 4 else c[0].lower()) for c in cells]
    for i, row in enumerate(found):
        assert (row.head == i) == (row.dep == "ROOT"), f"{row.word} heads itself, or a ROOT does not: {sentence}"
        assert row.head < len(found), f"the head of {row.word} is out of range: {sentence}"
    return found


def article(
    *paragraphs: str,
    title: str | None = None,
    published: dt.date = PUBLISHED,
    ents: Iterable[tuple[str, str]] = (),
    scheme: str = "ud",
) -> Doc:
    """A parsed article.

    Args:
        paragraphs: their sentences, parted by "||".
        title: the headline's one sentence, likewise.
        published: the date of publication.
        ents: names as a model would find them, as text and label; every place where the text stands gets one.
        scheme: ``ud``, or ``clearnlp`` for the same sentences in the labels of spaCy's own pipelines.
    """
    blocks = [*([title] if title is not None else []), *paragraphs]
    words: list[Row] = []
    for block in blocks:
        if words:
            words.append(Row(_BREAK, "_SP", len(words) - 1, "dep", _BREAK))
        for sentence in block.split("||"):
            read = rows(sentence)
            start = len(words)
            words += [replace(r, head=r.head + start) for r in (clearnlp(read) if scheme == "clearnlp" else read)]
    doc = _doc(words)
    doc._.published = published
    doc._.sections = tuple(_sections(doc, titled=title is not None))
    doc.ents = [span for text, label in ents for span in _spans(doc, text, label)]
    return doc


def _doc(words: Sequence[Row]) -> Doc:
    return Doc(
        _NLP.vocab,
        words=[r.word for r in words],
        spaces=_spaces([r.word for r in words]),
        tags=[r.tag for r in words],
        pos=[r.pos for r in words],
        heads=[r.head for r in words],
        deps=[r.dep for r in words],
        lemmas=[r.lemma for r in words],
    )


def _spaces(words: Sequence[str]) -> list[bool]:
    spaces, quoted = [], False
    for word, following in zip(words, [*words[1:], _BREAK], strict=True):
        closing = following == '"' and (quoted != (word == '"'))
        quoted = False if word == _BREAK else quoted != (word == '"')
        opening = word == '"' and quoted
        apart = not (word in _NO_SPACE_AFTER or following in _NO_SPACE_BEFORE or "-" in {word, following})
        spaces.append(apart and not opening and not closing and _BREAK not in {word, following})
    return spaces


def _sections(doc: Doc, *, titled: bool) -> Iterable[Section]:
    begin = 0
    for part in doc.text.split(_BREAK):
        kind = SectionKind.TITLE if titled and begin == 0 else SectionKind.BODY
        yield Section(kind, begin, begin + len(part))
        begin += len(part) + len(_BREAK)


def _spans(doc: Doc, text: str, label: str) -> Iterable[Span]:
    found = [begin for begin in range(len(doc.text)) if doc.text.startswith(text, begin)]
    spans = [doc.char_span(begin, begin + len(text), label=label) for begin in found]
    assert any(spans), f"no tokens {text!r} in the article"
    return (span for span in spans if span is not None)


# --- what our components make of it -----------------------------------------------------------------------------------


@cache
def component(name: str) -> Language:
    """One of our components, as the pipeline would make it."""
    return _NLP.create_pipe(name)


def read(doc: Doc, through: str = COMPONENTS[-1]) -> Doc:
    """The article after our components, up to and including ``through``."""
    for name in COMPONENTS[: COMPONENTS.index(through) + 1]:
        doc = component(name)(doc)
    return doc


def spans_of(doc: Doc) -> list[str]:
    """The names found, as text."""
    return [doc[name.start : name.end].text for name in doc._.names]


def links_of(doc: Doc) -> list[tuple[str, str]]:
    """The links, as their text and the ids behind it."""
    return [(doc[link.start : link.end].text, " ".join(link.entities)) for link in doc._.links]


def link_of(doc: Doc, text: str) -> Link:
    """The first link with this text."""
    return next(link for link in doc._.links if doc[link.start : link.end].text == text)


# --- Universal Dependencies to ClearNLP -------------------------------------------------------------------------------

_RENAMED = {
    "obj": "dobj", "iobj": "dative", "nsubj:pass": "nsubjpass", "csubj:pass": "csubjpass", "aux:pass": "auxpass",
    "nmod:poss": "poss", "acl:relcl": "relcl", "compound:prt": "prt", "nmod:desc": "compound",
    "obl:unmarked": "npadvmod", "obl": "npadvmod", "cc:preconj": "preconj", "flat": "compound", "discourse": "intj",
}  # fmt: skip
_CLAUSAL = frozenset(
    "nsubj csubj aux mark advmod punct cc ccomp xcomp parataxis expl advcl obl:unmarked discourse".split()
)


def clearnlp(sentence: Sequence[Row]) -> list[Row]:
    """The same sentence under the labels of spaCy's own English pipelines (names head-final, prepositions as heads)."""
    words = list(sentence)
    for step in (_copulas, _flat_names, _prepositions):
        step(words)
    return [replace(r, dep=_renamed(r)) for r in words]


def _renamed(row: Row) -> str:
    if row.dep == "mark" and row.tag == "TO":
        return "aux"
    if row.dep == "advmod" and row.lemma in {"not", "n't", "never"}:
        return "neg"
    return _RENAMED.get(row.dep, row.dep)


def _copulas(words: list[Row]) -> None:
    """The form of *be* becomes the head of its clause, the predicate its complement."""
    for i, row in enumerate(words):
        if row.dep != "cop":
            continue
        predicate = row.head
        above = words[predicate]
        words[i] = replace(row, head=i if above.dep == "ROOT" else above.head, dep=above.dep)
        words[predicate] = replace(above, head=i, dep="acomp" if above.tag.startswith("J") else "attr")
        for j, child in enumerate(words):
            if child.head == predicate and child.dep in _CLAUSAL and j != i:
                words[j] = replace(child, head=i)


def _flat_names(words: list[Row]) -> None:
    """The last word of a name becomes its head."""
    for first in range(len(words)):
        parts = [i for i, row in enumerate(words) if row.dep == "flat" and row.head == first]
        if parts:
            last = parts[-1]
            old = words[first]
            for i, row in enumerate(words):
                if row.head == first:
                    words[i] = replace(row, head=last, dep="compound" if i in parts else row.dep)
            words[last] = replace(words[last], head=last if old.dep == "ROOT" else old.head, dep=old.dep)
            words[first] = replace(old, head=last, dep="compound")


def _prepositions(words: list[Row]) -> None:
    """Prepositions take the place of their nouns, which become their objects."""
    cases = {row.head: i for i, row in reversed(list(enumerate(words))) if row.dep == "case" and row.tag != "POS"}
    for noun, case in cases.items():
        old = words[noun]
        head, dep = old.head, "agent" if old.dep == "obl:agent" else "prep"
        if old.dep == "conj":
            head, dep = cases.get(old.head, old.head), "conj"
        words[case] = replace(words[case], head=head, dep=dep)
        inner = case
        for i, row in enumerate(words):
            if row.dep == "fixed" and row.head == case:
                words[i] = replace(row, head=inner, dep="prep")
                inner = i
        words[noun] = replace(old, head=inner, dep="pobj")

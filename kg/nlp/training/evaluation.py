"""What the pipeline gets right on the test parts, which training never sees.

Trees are scored as the CoNLL 2018 shared task did it with gold tokens (heads and relations without their subtypes),
leaving out punctuation; sentences by their exact extent on raw text; names by exact extent and label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.training.conllu import TreeSentence
from kg.nlp.training.names import NamedSentence
from kg.nlp.training.treebanks import documents, gold_doc, treebank_docs

__all__ = ["Count", "NameScores", "TreeScores", "score_names", "score_trees", "six_labels", "three_labels"]

_SIX: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT"})
_THREE: Final = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"}
_BATCH: Final = 64


@dataclass(slots=True)
class Count:
    """How many were found, how many there are, how many of the found are right."""

    found: int = 0
    expected: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Right of found; 0 when nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Right of expected; 0 when nothing was expected."""
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.expected) if self.right else 0.0

    def add(self, found: set[tuple[int, int, str]], expected: set[tuple[int, int, str]]) -> None:
        """Count one text's spans."""
        self.found += len(found)
        self.expected += len(expected)
        self.right += len(found & expected)


@dataclass(frozen=True, slots=True)
class TreeScores:
    """Scores of one treebank's part, each a share of 1; ``words`` is what they were counted on.

    ``by_relation`` and ``by_genre`` are labelled attachment; a genre's comes with its words without punctuation.
    """

    words: int
    uas: float
    las: float
    upos: float
    xpos: float
    feats: float
    lemma: float
    sentence_f1: float
    by_relation: Mapping[str, float] = field(default_factory=dict)
    by_genre: Mapping[str, tuple[int, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NameScores:
    """Scores of names: all labels together, and label by label."""

    all: Count
    by_label: Mapping[str, Count]


@dataclass(slots=True)
class _Tally:
    right: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)

    def add(self, key: str, *, right: bool) -> None:
        self.right[key] = self.right.get(key, 0) + right
        self.total[key] = self.total.get(key, 0) + 1

    def share(self, key: str) -> float:
        return self.right.get(key, 0) / self.total[key] if self.total.get(key) else 0.0


def score_trees(nlp: Language, sentences: Sequence[TreeSentence]) -> TreeScores:
    """Score a pipeline with a parser against a treebank's part."""
    tally, relations, genres = _Tally(), _Tally(), _Tally()
    golds = (gold_doc(nlp, sentence) for sentence in sentences)
    for sentence, doc in zip(sentences, nlp.pipe(golds, batch_size=_BATCH), strict=True):
        _count_sentence(sentence, doc, tally, relations, genres)
    return TreeScores(
        words=tally.total.get("upos", 0),
        uas=tally.share("uas"),
        las=tally.share("las"),
        upos=tally.share("upos"),
        xpos=tally.share("xpos"),
        feats=tally.share("feats"),
        lemma=tally.share("lemma"),
        sentence_f1=_sentence_count(nlp, sentences).f1,
        by_relation={key: relations.share(key) for key in sorted(relations.total)},
        by_genre={key: (genres.total[key], genres.share(key)) for key in sorted(genres.total)},
    )


def _genre(sentence: TreeSentence) -> str:
    """What a treebank's sentence ids begin with: "GUM_news_afghan-12" is news, "weblog-juan-7" a weblog."""
    begin = sentence.id.partition("-")[0]
    return begin.split("_")[1] if "_" in begin else begin


def _count_sentence(sentence: TreeSentence, doc: Doc, tally: _Tally, relations: _Tally, genres: _Tally) -> None:
    genre = _genre(sentence)
    for index, (word, token) in enumerate(zip(sentence.words, doc, strict=True)):
        tally.add("upos", right=token.pos_ == word.upos)
        tally.add("xpos", right=token.tag_ == word.xpos)
        tally.add("feats", right=str(token.morph) == word.feats)
        tally.add("lemma", right=token.lemma_ == word.lemma)
        if word.upos != "PUNCT":
            head = index if word.head is None else word.head
            attached = token.head.i == head
            base = word.dep.partition(":")[0]
            labelled = attached and token.dep_.lower().partition(":")[0] == base
            tally.add("uas", right=attached)
            tally.add("las", right=labelled)
            relations.add(word.dep, right=labelled)
            genres.add(genre, right=labelled)


def _sentence_count(nlp: Language, sentences: Sequence[TreeSentence]) -> Count:
    count = Count()
    references = list(treebank_docs(nlp, documents(sentences)))
    for reference, doc in zip(references, nlp.pipe([doc.text for doc in references], batch_size=8), strict=True):
        count.add(_extents(doc), _extents(reference))
    return count


def _extents(doc: Doc) -> set[tuple[int, int, str]]:
    extents = set()
    for sentence in doc.sents:
        text = sentence.text
        if text.strip():
            begin = sentence.start_char + len(text) - len(text.lstrip())
            extents.add((begin, begin + len(text.strip()), ""))
    return extents


def six_labels(label: str) -> str | None:
    """The label where statistics give it; None for dates, which a grammar gives, and for what is open."""
    return label if label in _SIX else None


def three_labels(label: str) -> str | None:
    """PER, ORG or LOC for a label, as corpora that know no more have it; None for all else."""
    return _THREE.get(label)


def score_names(
    nlp: Language,
    groups: Iterable[Sequence[NamedSentence]],
    label: Callable[[str], str | None] = six_labels,
) -> NameScores:
    """Score a pipeline with names on texts.

    Args:
        nlp: the pipeline.
        groups: the sentences of each text, with the expected names. Where a name's label is open, nothing is scored.
        label: maps both sides' labels; what it maps to None is left out on both.
    """
    total = Count()
    by_label: dict[str, Count] = {}
    texts = [_joined(group) for group in groups]
    for (_, expected), doc in zip(texts, nlp.pipe([text for text, _ in texts], batch_size=_BATCH), strict=True):
        open_spans = [span for span in expected if not span[2]]
        settled = [
            ent for ent in doc.ents if not any(b < ent.end_char and ent.start_char < e for b, e, _ in open_spans)
        ]
        found = set(_mapped(((ent.start_char, ent.end_char, ent.label_) for ent in settled), label))
        wanted = set(_mapped(expected, label))
        total.add(found, wanted)
        for name in {span[2] for span in found | wanted}:
            count = by_label.setdefault(name, Count())
            count.add({s for s in found if s[2] == name}, {s for s in wanted if s[2] == name})
    return NameScores(total, dict(sorted(by_label.items())))


def _joined(group: Sequence[NamedSentence]) -> tuple[str, list[tuple[int, int, str]]]:
    text = ""
    names: list[tuple[int, int, str]] = []
    for index, sentence in enumerate(group):
        if index:
            text += "\n\n" if sentence.new_paragraph else "" if group[index - 1].glued else " "
        names += [(len(text) + span.begin, len(text) + span.end, span.label) for span in sentence.names]
        text += sentence.text
    return text, names


def _mapped(
    spans: Iterable[tuple[int, int, str]], label: Callable[[str], str | None]
) -> Iterator[tuple[int, int, str]]:
    for begin, end, name in spans:
        mapped = label(name)
        if mapped is not None:
            yield begin, end, mapped

"""The corpora as short texts of rows: what the encoder is trained on, trees and names in one form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.nlp.training.conllu import TreeSentence
from kg.nlp.training.corpora import Corpora
from kg.nlp.training.entities import common_nouns, read_gum
from kg.nlp.training.names import NamedSentence
from kg.nlp.training.rows import Row, rows_of
from kg.nlp.training.treebanks import documents, treebank_docs

__all__ = ["Text", "TrainingTexts"]

Text = list[Row]


class TrainingTexts:
    """The training parts of all corpora.

    Args:
        corpora: where they lie.
        nlp: a blank pipeline, for its tokenizer.
    """

    def __init__(self, corpora: Corpora, nlp: Language) -> None:
        self._nlp = nlp
        self._ewt = corpora.trees("ewt", "train")
        self._gum = corpora.trees("gum", "train")
        named_gum = list(read_gum(self._gum, common_nouns(self._gum), corpora.lexicon))
        in_gum = frozenset(named_gum)
        self._names_of = {tree.id: named for tree, named in zip(self._gum, named_gum, strict=True)}
        self._named = [sentence for sentence in corpora.name_parts().train if sentence not in in_gum]

    def texts(self, words: int) -> list[Text]:
        """All texts, parted before the sentence that would take one over ``words`` words."""
        trees = [text for bank in (self._ewt, self._gum) for text in self._tree_texts(documents(bank, words=words))]
        return trees + [self._named_text(group) for group in _groups(self._named, words)]

    def _tree_texts(self, groups: Iterable[list[TreeSentence]]) -> Iterator[Text]:
        for group in groups:
            (doc,) = treebank_docs(self._nlp, [group])
            named = [self._names_of[tree.id] for tree in group if tree.id in self._names_of]
            if named:
                _set_names(doc, named, _begins(doc.text, [tree.text for tree in group]))
            yield rows_of(doc)

    def _named_text(self, group: Sequence[NamedSentence]) -> Text:
        text = ""
        for index, sentence in enumerate(group):
            if index:
                text += "\n\n" if sentence.new_paragraph else "" if group[index - 1].glued else " "
            text += sentence.text
        doc = self._nlp.make_doc(text)
        begins = _begins(text, [sentence.text for sentence in group])
        _set_names(doc, group, begins)
        starts = frozenset(begins)
        return [
            replace(row, begins=token.idx in starts, tag="", pos="", morph="", lemma="", head=None, dep="")
            for row, token in zip(rows_of(doc), doc, strict=True)
        ]


def _groups(sentences: Sequence[NamedSentence], words: int) -> Iterator[list[NamedSentence]]:
    group: list[NamedSentence] = []
    size = 0
    for sentence in sentences:
        length = sentence.text.count(" ") + 1
        if group and size + length > words:
            yield group
            group, size = [], 0
        group.append(sentence)
        size += length
    if group:
        yield group


def _begins(text: str, sentences: Iterable[str]) -> list[int]:
    """Where each sentence begins in the text that they make."""
    found = []
    end = 0
    for sentence in sentences:
        found.append(text.index(sentence, end))
        end = found[-1] + len(sentence)
    return found


def _set_names(doc: Doc, sentences: Sequence[NamedSentence], begins: Sequence[int]) -> None:
    """Set the names as entities; one that no tokens match, and one whose kind is open, is missing."""
    entities: list[Span] = []
    missing: list[Span] = []
    for sentence, begin in zip(sentences, begins, strict=True):
        for name in sentence.names:
            exact = doc.char_span(begin + name.begin, begin + name.end, label=name.label) if name.label else None
            covering = doc.char_span(begin + name.begin, begin + name.end, alignment_mode="expand")
            if exact is not None:
                entities.append(exact)
            elif covering is not None and not any(s.start < covering.end and covering.start < s.end for s in entities):
                missing.append(covering)
    missing = [span for span in missing if not any(e.start < span.end and span.start < e.end for e in entities)]
    doc.set_ents(entities, missing=missing, default="outside")

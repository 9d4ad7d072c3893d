"""Treebank documents as spaCy Docs, on the tokens the pipeline will meet, with paragraphs kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.training.conllu import TreeSentence
from kg.nlp.training.rows import Row, doc_of, sentence_rows, space_row
from kg.nlp.training.tokens import project

__all__ = ["AlignmentCount", "documents", "gold_doc", "treebank_docs"]


@dataclass(slots=True)
class AlignmentCount:
    """How the treebank's words met the tokenizer's tokens."""

    words: int = 0
    tokens: int = 0
    alike: int = 0
    sentences: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, sentence: TreeSentence, tokens: list[tuple[int, int]]) -> None:
        """Count one sentence."""
        words = {(word.begin, word.end) for word in sentence.words}
        self.sentences += 1
        self.words += len(sentence.words)
        self.tokens += len(tokens)
        self.alike += sum(token in words for token in tokens)
        self.examples += [sentence.text[slice(*token)] for token in tokens if token not in words]


def documents(sentences: Iterable[TreeSentence], *, words: int | None = None) -> Iterator[list[TreeSentence]]:
    """Group sentences by document.

    Args:
        sentences: a treebank, in order.
        words: end a group before the sentence that would take it over so many words; None keeps documents whole. The
            parser's training costs more than linearly in the length of its texts.
    """
    group: list[TreeSentence] = []
    size = 0
    for sentence in sentences:
        full = words is not None and size + len(sentence.words) > words and not (group and group[-1].glued)
        if group and (sentence.document is not None or full):
            yield group
            group, size = [], 0
        group.append(sentence)
        size += len(sentence.words)
    if group:
        yield group


def treebank_docs(
    nlp: Language, groups: Iterable[list[TreeSentence]], count: AlignmentCount | None = None
) -> Iterator[Doc]:
    """Yield one Doc for each group of sentences, tokenized by ``nlp``, paragraphs parted by an empty line."""
    for group in groups:
        rows: list[Row] = []
        for index, sentence in enumerate(group):
            if sentence.new_paragraph and rows:
                rows[-1] = replace(rows[-1], space=False)
                rows.append(space_row("\n\n", len(rows) - 1))
            tokens = [
                (token.idx, token.idx + len(token)) for token in nlp.make_doc(sentence.text) if not token.is_space
            ]
            if count is not None:
                count.add(sentence, tokens)
            last = index + 1 == len(group)
            projected = project(sentence, tokens, space_after_last=not (last or sentence.glued))
            rows += sentence_rows(projected, len(rows))
        yield doc_of(nlp.vocab, rows)


def gold_doc(nlp: Language, sentence: TreeSentence) -> Doc:
    """The sentence as a Doc of the treebank's own words, without annotation: the input when tokens are given."""
    spaces = [
        sentence.text[word.end : word.end + 1] == " "
        and (index + 1 == len(sentence.words) or _next_apart(sentence, index))
        for index, word in enumerate(sentence.words)
    ]
    return Doc(nlp.vocab, words=[word.form for word in sentence.words], spaces=spaces)


def _next_apart(sentence: TreeSentence, index: int) -> bool:
    return sentence.words[index + 1].begin >= sentence.words[index].end

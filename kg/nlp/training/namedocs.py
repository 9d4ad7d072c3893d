"""Sentences with names as spaCy Docs, on the tokens the pipeline will meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.nlp.training.names import NamedSentence

__all__ = ["named_docs"]


def named_docs(nlp: Language, sentences: Iterable[NamedSentence], *, longest: int = 3) -> Iterator[Doc]:
    """Yield Docs of up to ``longest`` sentences each.

    A name that does not end where tokens end, and one whose kind is open, is missing in the Doc: the model is neither
    asked for it nor told that there is none.
    """
    group: list[NamedSentence] = []
    for sentence in sentences:
        if len(group) == longest:
            yield _doc(nlp, group)
            group = []
        group.append(sentence)
    if group:
        yield _doc(nlp, group)


def _doc(nlp: Language, group: Sequence[NamedSentence]) -> Doc:
    text = ""
    names: list[tuple[int, int, str]] = []
    for sentence in group:
        if text:
            text += "\n\n" if sentence.new_paragraph else " "
        names += [(len(text) + span.begin, len(text) + span.end, span.label) for span in sentence.names]
        text += sentence.text
    doc = nlp.make_doc(text)
    entities: list[Span] = []
    missing: list[Span] = []
    for begin, end, label in names:
        exact = doc.char_span(begin, end, label=label) if label else None
        covering = doc.char_span(begin, end, alignment_mode="expand")
        if exact is not None:
            entities.append(exact)
        elif covering is not None and not any(
            span.start < covering.end and covering.start < span.end for span in entities
        ):
            missing.append(covering)
    missing = [span for span in missing if not any(e.start < span.end and span.start < e.end for e in entities)]
    doc.set_ents(entities, missing=missing, default="outside")
    return doc

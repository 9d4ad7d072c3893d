"""Sentences whose words in brackets are asked about, on the shipped pipeline's parses."""

from __future__ import annotations

from spacy.tokens import Token

from kg.nlp.annotator import Annotator


def sentences(text: str) -> list[str]:
    """The sentences of a text that has one a line."""
    return [line for line in text.strip().splitlines() if line]


def bracketed(annotator: Annotator, marked: str) -> list[Token]:
    """Each bracketed word of a sentence, parsed; none of our components but those that the parse needs has run."""
    text, places = "", []
    for at, part in enumerate(marked.replace("]", "[").split("[")):
        if at % 2:
            places.append(len(text))
        text += part
    doc = annotator.nlp.make_doc(text)
    for name, component in annotator.nlp.pipeline:
        if not name.startswith("kg_") or name in {"kg_encoder", "kg_paragraphs"}:
            doc = component(doc)
    found = [token for token in doc if token.idx in places]
    assert len(found) == len(places) > 0, f"a bracket of {marked!r} begins within a word"
    return found

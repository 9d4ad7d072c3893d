"""Documents in, facts out: the language rooms behind one small door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Document, DocumentFacts
from kg.nlp.facts import facts_of
from kg.nlp.pipeline import load_pipeline

__all__ = ["Annotator", "load_annotator"]

_BATCH = 16  # documents; enough to keep the model busy, few enough to keep memory flat


class Annotator:
    """A loaded pipeline, ready to take facts from documents.

    Attributes:
        version: the software's and the pipeline's name and version; facts made by another version are made again.
    """

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        meta = nlp.meta
        self.version = f"demarche {version('demarche')} with {meta['lang']}_{meta['name']} {meta['version']}"

    def __call__(self, documents: Iterable[Document]) -> Iterator[DocumentFacts]:
        """The facts of each document, in order."""
        pairs = ((self._prepare(document), document) for document in documents)
        for doc, document in self.nlp.pipe(pairs, as_tuples=True, batch_size=_BATCH):
            yield facts_of(doc, document, self.version)

    def _prepare(self, document: Document) -> Doc:
        doc = self.nlp.make_doc(document.text)
        doc._.published = document.published
        doc._.sections = document.sections
        return doc


def load_annotator(pipeline: str | Path | None = None) -> Annotator:
    """An annotator over the pipeline we ship, or another by name or path.

    Raises:
        PipelineError: the pipeline cannot be loaded or lacks a parser or names.
    """
    return Annotator(load_pipeline(pipeline))

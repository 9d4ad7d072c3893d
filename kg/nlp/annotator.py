"""Documents in, facts out: the language rooms behind one small door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import KGError
from kg.model import Document, DocumentFacts, Failure
from kg.nlp.facts import facts_of
from kg.nlp.pipeline import load_pipeline

__all__ = ["Annotator", "load_annotator"]


class Annotator:
    """A loaded pipeline, ready to take facts from documents.

    Attributes:
        version: the software's and the pipeline's name and version; facts made by another version are made again.
    """

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        nlp.set_error_handler(_fail)
        meta = nlp.meta
        self.version = f"demarche {version('demarche')} with {meta['lang']}_{meta['name']} {meta['version']}"

    def __call__(self, documents: Iterable[Document]) -> Iterator[DocumentFacts | Failure]:
        """The facts of each document, in order; where a component fails at one, that document's failure.

        One document at a time: our pipeline gains nothing by more, and an error is then its own document's.
        """
        yield from map(self._read, documents)

    def _read(self, document: Document) -> DocumentFacts | Failure:
        try:
            return facts_of(self.nlp(self._prepare(document)), document, self.version)
        except (KGError, ValueError, LookupError) as error:
            return Failure(document, self.version, f"no facts could be taken from it: {error}")

    def _prepare(self, document: Document) -> Doc:
        if len(document.text) > self.nlp.max_length:
            raise ValueError(
                f"it is longer than the {self.nlp.max_length:,} characters that the pipeline reads at once"
            )
        doc = self.nlp.make_doc(document.text)
        doc._.published = document.published
        doc._.sections = document.sections
        return doc


class _ComponentError(KGError):
    """A component raised an error on a document."""


def _fail(component: str, _: object, __: object, error: Exception) -> NoReturn:
    """What spaCy calls in place of going on with a document that is half done."""
    raise _ComponentError(f"the component {component} failed ({type(error).__name__}: {error})") from error


def load_annotator(pipeline: str | Path | None = None) -> Annotator:
    """An annotator over the pipeline we ship, or another by name or path.

    Raises:
        PipelineError: the pipeline cannot be loaded or lacks a parser or names.
    """
    return Annotator(load_pipeline(pipeline))

"""The language pipeline: our own, or any installed one with a parser and names, and our components behind it."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from kg.errors import PipelineError
from kg.nlp import (
    attribution,
    coreference,
    dates,
    interactions,
    linking,
    meetings,
    names,
    offices,
    paragraphs,
    positions,
    statements,
    times,
)
from kg.nlp.encoder import component as encoder
from kg.nlp.nameshapes import LABELS

__all__ = ["COMPONENTS", "DEFAULT_PIPELINE", "load_pipeline"]

DEFAULT_PIPELINE = Path(__file__).resolve().parent / "en_demarche"

# The order is the data flow: who, then whose office, then what refers back, then when, then what happened and
# who says so.
COMPONENTS = (
    "kg_names",
    "kg_linking",
    "kg_offices",
    "kg_coreference",
    "kg_times",
    "kg_meetings",
    "kg_statements",
    "kg_positions",
    "kg_interactions",
    "kg_attribution",
)
_MODULES = (
    attribution,
    coreference,
    dates,
    encoder,
    interactions,
    linking,
    meetings,
    names,
    offices,
    paragraphs,
    positions,
    statements,
    times,
)  # register factories


def load_pipeline(name: str | Path | None = None) -> Language:
    """A spaCy pipeline with our components at its end.

    Args:
        name: an installed pipeline (``en_core_web_sm``) or a path to one; the pipeline we ship where it is None.

    Raises:
        PipelineError: it is not installed, cannot be read, or has no parser or no names.
    """
    shown = str(name or DEFAULT_PIPELINE)
    try:
        nlp = spacy.load(name or DEFAULT_PIPELINE)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise PipelineError(
            shown, f"cannot be loaded ({reason}); install it or give a path to a spaCy pipeline"
        ) from error
    _check(nlp, shown)
    nlp.add_pipe("kg_paragraphs", first=True)
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


def _check(nlp: Language, shown: str) -> None:
    if not _assigning(nlp, "token.dep"):
        raise PipelineError(shown, "has no dependency parser, on which every rule stands; use one that has")
    labels = {label for pipe in _assigning(nlp, "doc.ents") for label in nlp.pipe_labels.get(pipe, ())}
    if not labels & LABELS.keys():
        raise PipelineError(shown, f"names none of {', '.join(sorted(LABELS))}; use one with named entities")


def _assigning(nlp: Language, attribute: str) -> list[str]:
    """The pipeline's components that set the attribute."""
    return [pipe for pipe in nlp.pipe_names if attribute in nlp.get_pipe_meta(pipe).assigns]

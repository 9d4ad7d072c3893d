"""The language pipeline: our own by default, or any that is installed and has a parser and names; our components behind it."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from kg.errors import PipelineError
from kg.nlp import coreference, linking, meetings, names, offices, paragraphs, positions, statements, times
from kg.nlp.names import LABELS

__all__ = ["COMPONENTS", "DEFAULT_PIPELINE", "load_pipeline"]

DEFAULT_PIPELINE = Path(__file__).resolve().parent / "en_demarche"

# The order is the data flow: who, then whose office, then what refers back, then when, then what happened.
COMPONENTS = ("kg_names", "kg_linking", "kg_offices", "kg_coreference", "kg_times", "kg_meetings", "kg_statements", "kg_positions")
_MODULES = (coreference, linking, meetings, names, offices, paragraphs, positions, statements, times)  # register factories


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
        raise PipelineError(shown, f"cannot be loaded ({reason}); install it or give a path to a spaCy pipeline") from error
    _check(nlp, shown)
    nlp.add_pipe("kg_paragraphs", first=True)
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


def _check(nlp: Language, shown: str) -> None:
    if "parser" not in nlp.pipe_names:
        raise PipelineError(shown, "has no dependency parser, on which every rule stands; use one that has")
    labels = {label for pipe in nlp.pipe_names for label in nlp.pipe_labels.get(pipe, ()) if pipe in {"ner", "entity_ruler"}}
    if not labels & LABELS.keys():
        raise PipelineError(shown, f"names none of {', '.join(sorted(LABELS))}; use one with named entities")

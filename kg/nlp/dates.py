"""The component that adds dates to a pipeline's names: entities labelled DATE, found by the grammar of times.

No openly licensed corpus that we train on marks dates, and a grammar finds them better than statistics do
(``docs/times.md``). What they stand for is resolved later, against the publication date (:mod:`kg.nlp.times`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.nlp.timegrammar import Form, find
from kg.nlp.timegrammar.forms import Duration, Shifted, Unit

__all__ = ["LABEL", "DatesComponent", "make_dates"]

LABEL: Final = "DATE"
_TIMES_OF_DAY: Final = frozenset({Unit.SECOND, Unit.MINUTE, Unit.HOUR})


@Language.factory("kg_dates", assigns=["doc.ents"])
def make_dates(nlp: Language, name: str) -> DatesComponent:  # noqa: ARG001 - spaCy hands both to every factory
    """The component, as spaCy's registry asks for it."""
    return DatesComponent()


class DatesComponent:
    """Adds to ``doc.ents`` the dates and the periods of a day or more that touch no other entity."""

    labels = (LABEL,)

    def __call__(self, doc: Doc) -> Doc:
        """Find dates in the text; nothing but the text is needed."""
        free = [span for span in _dates(doc) if not any(token.ent_type for token in span)]
        if free:
            doc.set_ents([*doc.ents, *filter_spans(free)])
        return doc


def _dates(doc: Doc) -> Iterator[Span]:
    for match in find(doc.text):
        span = doc.char_span(match.begin, match.end, label=LABEL)
        if span is not None and not _within_a_day(match.form):
            yield span


def _within_a_day(form: Form) -> bool:
    return isinstance(form, Duration | Shifted) and form.unit in _TIMES_OF_DAY

"""The component that finds expressions of time and resolves them against the publication date and the narrative.

Everything about time is in :mod:`kg.nlp.timegrammar`; here its three inputs are gathered: the publication date from
``doc._.published``, the direction of the governing verb from the parse, and the time last spoken of from what was
resolved before in the same paragraph or the one before it.
"""

from __future__ import annotations

import datetime as dt
import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.model import Interval, Precision, TimeExpression
from kg.nlp import extensions
from kg.nlp.tense import direction_of
from kg.nlp.timegrammar import Direction, Form, Match, Resolved, find, resolve
from kg.nlp.timegrammar.forms import Bound, PartOf, Shifted, Unit

__all__ = ["TimesComponent", "make_times", "times_in"]

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_NO_DATE = "no-publication-date"
_ANY_DATE = dt.date(2000, 1, 1)  # for the length of a duration, which is the same on every date

extensions.register()


@Language.factory("kg_times", assigns=["doc._.times"], requires=["token.dep", "token.head"])
def make_times(nlp: Language, name: str) -> TimesComponent:  # noqa: ARG001 - spaCy hands both to every factory
    """The component, as spaCy's registry asks for it."""
    return TimesComponent()


class TimesComponent:
    """Writes ``doc._.times``: every expression of time, in order, with its interval or its length."""

    def __call__(self, doc: Doc) -> Doc:
        """Find and resolve; a document without a publication date keeps its expressions unresolved."""
        doc._.times = times_in(doc)
        return doc


def times_in(doc: Doc) -> tuple[TimeExpression, ...]:
    """The expressions of time of a parsed text, resolved as far as text and date allow."""
    published = doc._.published
    anchor = published if isinstance(published, dt.date) and published != dt.date.min else None
    narrative = _Narrative(doc.text)
    found: list[TimeExpression] = []
    for match in find(doc.text):
        resolved = _resolved(doc, match, anchor, narrative.reference(match.begin, match.form))
        narrative.tell(match.begin, resolved.interval)
        found.append(
            TimeExpression(
                match.begin,
                match.end,
                match.text,
                resolved.interval,
                resolved.rule,
                resolved.minutes,
                resolved.confidence,
            )
        )
    return tuple(found)


def _resolved(doc: Doc, match: Match, anchor: dt.date | None, reference: Interval | None) -> Resolved:
    span = doc.char_span(match.begin, match.end, alignment_mode="expand")
    direction = Direction.UNKNOWN if span is None else direction_of(doc, _without_space(span))
    if anchor is not None:
        return resolve(match.form, anchor, direction, reference)
    length = resolve(match.form, _ANY_DATE, direction)
    return length if length.minutes is not None else Resolved(None, None, _NO_DATE, 0.0)


def _without_space(span: Span) -> Span:
    """The span without the line breaks that a token may have brought in."""
    start, end = span.start, span.end
    while end - start > 1 and span.doc[end - 1].is_space:
        end -= 1
    return span.doc[start:end]


_FINE = frozenset({Unit.DAY, Unit.WEEK, Unit.WEEKEND})


def _counts_from_a_day(form: Form) -> bool:
    """Whether a form counts from a day spoken of, so that a year told in between does not matter to it."""
    base = form.base if isinstance(form, PartOf | Bound) else form
    return isinstance(base, Shifted) and base.unit in _FINE


class _Narrative:
    """The time last spoken of, while a reader has it in mind: in this paragraph and the one before."""

    def __init__(self, text: str) -> None:
        self._breaks = [gap.end() for gap in _BLANK_LINE.finditer(text)]
        self._paragraph = 0
        self._told: tuple[int, Interval] | None = None
        self._day: tuple[int, Interval] | None = None

    def reference(self, position: int, form: Form) -> Interval | None:
        """The closed interval last told near ``position``; positions come in order."""
        self._advance(position)
        told = self._day if _counts_from_a_day(form) else self._told
        if told is None or self._paragraph - told[0] > 1:
            return None
        return told[1]

    def tell(self, position: int, interval: Interval | None) -> None:
        """Take note of an interval told at ``position``, where it is closed on both sides."""
        if interval is None or interval.earliest is None or interval.latest is None:
            return
        self._advance(position)
        self._told = (self._paragraph, interval)
        if interval.precision is Precision.DAY:
            self._day = self._told

    def _advance(self, position: int) -> None:
        while self._paragraph < len(self._breaks) and self._breaks[self._paragraph] <= position:
            self._paragraph += 1

"""A grammar of how news tells time: finds expressions in plain text and resolves them to intervals.

Pure Python over text; it knows nothing of spaCy. Finding is separate from resolving, because what "Monday" is depends
on when the article was published, on the tense of the verb it stands with and on what was told before:

    >>> import datetime as dt
    >>> (monday,) = find("They met late Monday in Paris.")
    >>> monday.text
    'late Monday'
    >>> resolve(monday.form, dt.date(2014, 1, 14), Direction.PAST).interval.earliest
    datetime.date(2014, 1, 13)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.nlp.timegrammar.compose import compose
from kg.nlp.timegrammar.context import Resolved
from kg.nlp.timegrammar.forms import Direction, Form
from kg.nlp.timegrammar.resolution import resolve
from kg.nlp.timegrammar.rule import Match
from kg.nlp.timegrammar.scan import atoms

__all__ = ["Direction", "Form", "Match", "Resolved", "find", "resolve"]

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def find(text: str) -> Iterator[Match]:
    """The expressions of time in a text, in order, none overlapping and none across a blank line.

    Args:
        text: the text; offsets of the matches count its code points.
    """
    begin = 0
    for gap in _BLANK_LINE.finditer(text):
        yield from compose(text, begin, atoms(text, begin, gap.start()))
        begin = gap.end()
    yield from compose(text, begin, atoms(text, begin, len(text)))

"""What is made of a new snapshot before anybody sees its pages, so that nobody waits for it."""

from __future__ import annotations

from api.explorer import overviews
from api.explorer.facts import Corpus
from api.explorer.standing import IssueWords
from api.records.stats import stats_record
from api.state import State

__all__ = ["make_ready"]


def make_ready(state: State) -> None:
    """Make what more than one page needs: meetings, issues, names and articles in order, the issues' words, counts.

    So that nobody waits for them, the drawings of all meetings by month and of all places are made as well.
    """
    state.kept(Corpus).prepare()
    state.kept(IssueWords)
    state.kept(stats_record)
    overviews.prepare(state)

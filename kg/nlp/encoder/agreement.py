"""One name, one kind in a text: where the same words are called different things, the majority settles it.

A name mostly keeps its kind within a discourse (Gale, Church & Yarowsky 1992 on senses). "Bashar Assad" also speaks
for the "Assad" of the next paragraph, where the window shows less of who that is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

__all__ = ["agreed"]

_PERSON: Final = "PERSON"
_FULL_NAME_VOTES: Final = 2


def agreed(names: Sequence[tuple[str, str]]) -> list[str]:
    """The kinds of a text's names after the vote.

    Args:
        names: (words, kind) of each name, in order.

    Returns:
        A kind for each; equal votes go to the kind that came first.
    """
    votes: dict[str, Counter[str]] = {}
    for words, kind in names:
        votes.setdefault(words, Counter())[kind] += 1
    for words, kind in names:
        surname = words.rpartition(" ")[2]
        if kind == _PERSON and surname != words and surname in votes:
            votes[surname][_PERSON] += _FULL_NAME_VOTES
    return [votes[words].most_common(1)[0][0] for words, _ in names]

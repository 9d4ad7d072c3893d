"""Which of several forms of an answer a client wants most (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from api.problem import Problem

__all__ = ["AcceptedRange", "best", "parse_accept"]


@dataclass(frozen=True, slots=True)
class AcceptedRange:
    """One media range of an ``Accept`` header and how much it is wanted, 0 meaning not at all."""

    type: str
    subtype: str
    quality: float

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """One element of the header; None where it is no media range.

        Parameters other than ``q`` are let go: none of our forms differ in them.
        """
        name, *parameters = (part.strip() for part in text.split(";"))
        kind, slash, subtype = name.lower().partition("/")
        if not slash or not kind or not subtype:
            return None
        wishes = [part[2:] for part in parameters if part[:2].lower() == "q="]
        return cls(kind, subtype, _quality(wishes[0]) if wishes else 1.0)

    def precision(self, media_type: str) -> int | None:
        """How narrowly the range names the media type: 2 exactly, 1 by its type, 0 by ``*/*``; None if not at all."""
        if f"{self.type}/{self.subtype}" == media_type:
            return 2
        if self.subtype == "*" and media_type.startswith(f"{self.type}/"):
            return 1
        return 0 if (self.type, self.subtype) == ("*", "*") else None


def parse_accept(header: str | None) -> tuple[AcceptedRange, ...]:
    """The ranges of an ``Accept`` header in its order; no header, or an empty one, accepts everything."""
    if header is None or not header.strip():
        return (AcceptedRange("*", "*", 1.0),)
    return tuple(each for each in map(AcceptedRange.parse, header.split(",")) if each is not None)


def best(header: str | None, offered: Sequence[str]) -> str:
    """The media type to answer with.

    Args:
        header: the ``Accept`` header.
        offered: what there is, ours first; the first of those that the client wants equally is taken.

    Raises:
        Problem: the client accepts none of them (406, naming them).
    """
    chosen = _best(header, tuple(offered))
    if chosen is None:
        raise Problem("not-acceptable", f"this answer comes as {', '.join(offered)}", available=list(offered))
    return chosen


@lru_cache(128)
def _best(header: str | None, offered: tuple[str, ...]) -> str | None:
    accepted = parse_accept(header)
    ranked = [(_wish(accepted, each), -index, each) for index, each in enumerate(offered)]
    quality, _, chosen = max(ranked)
    return chosen if quality > 0 else None


def _wish(accepted: Iterable[AcceptedRange], media_type: str) -> float:
    """The quality of the narrowest range that names the type."""
    fitting = [(precision, each.quality) for each in accepted if (precision := each.precision(media_type)) is not None]
    return max(fitting)[1] if fitting else 0.0


def _quality(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0

"""The slip chart: for when an occasion was planned, told by told; down the page goes the time of telling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from api.explorer.accounts import DateClaim
from api.explorer.drawings.scale import Scale, Tick, days_of

__all__ = ["Slip", "SlipChart", "draw_slips"]

WIDTH: Final = 920
_LEFT: Final = 210
_RIGHT: Final = 40
_TOP: Final = 44
_ROW: Final = 56
_MARGIN: Final = dt.timedelta(days=20)
_OPEN: Final = dt.timedelta(days=31)
_NARROWEST: Final = 7.0
_LETTERS_HIGH: Final = 13.0


@dataclass(frozen=True, slots=True)
class Slip:
    """One row: the day of saying at ``said``, the days claimed from ``x`` over ``width``, a label beside them."""

    claim: DateClaim
    y: float
    said: float
    x: float
    width: float
    open_before: bool
    open_after: bool
    label_x: float
    label_y: float
    label_anchor: str

    @property
    def middle(self) -> float:
        """The middle of the days claimed."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class SlipChart:
    """The chart; ``steps`` join each claim with the next one that differs: (x, y, x, y)."""

    width: int
    height: float
    top: float
    left: float
    ticks: tuple[Tick, ...]
    slips: tuple[Slip, ...]
    steps: tuple[tuple[float, float, float, float], ...]


def draw_slips(claims: Sequence[DateClaim]) -> SlipChart | None:
    """Draw dated claims; None where there are none.

    Args:
        claims: in the order in which they were made.
    """
    told = [(claim, days) for claim in claims if (days := days_of(claim.first, claim.last)) is not None]
    if not told:
        return None
    said = [dt.date.fromisoformat(claim.said_on) for claim, _ in told]
    every = [*said, *(day for _, both in told for day in both)]
    scale = Scale(min(every) - _MARGIN, max(every) + _MARGIN + _OPEN, _LEFT, WIDTH - _RIGHT)
    drawn = [_slip(scale, row, claim, both) for row, (claim, both) in enumerate(told)]
    slips = (*(_clear_of(slip, after) for slip, after in pairwise(drawn)), drawn[-1])
    steps = tuple((one.middle, one.y, other.middle, other.y) for one, other in pairwise(slips))
    return SlipChart(WIDTH, _TOP + _ROW * len(slips) + 12, _TOP, _LEFT, scale.ticks(), slips, steps)


def _clear_of(slip: Slip, after: Slip) -> Slip:
    """The row, its label raised where the step to the next row would run through it."""
    far = after.middle - slip.middle
    if slip.label_anchor == "end" or far <= 0 or _ROW * (slip.label_x - slip.middle) / far > _LETTERS_HIGH:
        return slip
    return replace(slip, label_y=slip.y - 4)


def _slip(scale: Scale, row: int, claim: DateClaim, both: tuple[dt.date, dt.date]) -> Slip:
    first, last = both
    open_before, open_after = claim.first is None, claim.last is None
    begin = scale.x(first - _OPEN if open_before else first)
    end = scale.x(last + _OPEN if open_after else last + dt.timedelta(days=1))
    width = round(max(_NARROWEST, end - begin), 1)
    beside = begin + width + 10 < WIDTH - 190
    return Slip(
        claim=claim,
        y=_TOP + _ROW * row + _ROW / 2,
        said=scale.x(dt.date.fromisoformat(claim.said_on)),
        x=begin,
        width=width,
        open_before=open_before,
        open_after=open_after,
        label_x=round(begin + width + 8 if beside else begin - 8, 1),
        label_y=_TOP + _ROW * row + _ROW / 2 + (5 if beside else 25),
        label_anchor="start" if beside else "end",
    )

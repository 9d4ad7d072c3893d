"""Occasions in time: bars as wide as their dates are vague, stacked so that none hides another; and counts by month."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from api.explorer.drawings.scale import Scale, Tick, days_of
from api.explorer.facts import Attendance, Occasion
from api.records.base import Ref

__all__ = ["PANELS", "Bar", "Months", "Panel", "Timeline", "draw_months", "draw_timeline"]

WIDTH: Final = 960
_SIDE: Final = 16.0
_TOP: Final = 34.0
_LANE: Final = 24.0
_SMALLEST: Final = 10.0
_LETTER: Final = 6.4  # the mean width of a letter of the labels, in user units
_LONGEST_LABEL: Final = 34
_MOST_LANES: Final = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """An occasion on the line."""

    occasion: Occasion
    x: float
    width: float
    y: float
    label: str
    label_x: float
    label_anchor: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing; ``left_out`` occasions found no room in it and stand in the table alone."""

    width: int
    height: float
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    left_out: int


def draw_timeline(occasions: Sequence[Occasion]) -> Timeline | None:
    """Draw the occasions that have a date; None where none has."""
    dated = [(each, days) for each in occasions if (days := days_of(each.item.first, each.item.last)) is not None]
    if not dated:
        return None
    dated.sort(key=lambda each: (each[1], each[0].item.id))
    first, last = min(days[0] for _, days in dated), max(days[1] for _, days in dated)
    margin = dt.timedelta(days=max(10, (last - first).days // 12))
    scale = Scale(first - margin, last + margin, _SIDE, WIDTH - _SIDE)
    ends: list[float] = []
    bars = [bar for each, days in dated if (bar := _bar(scale, each, days, ends)) is not None]
    height = _TOP + _LANE * len(ends) + 10
    return Timeline(WIDTH, height, scale.ticks(), tuple(bars), len(dated) - len(bars))


def _bar(scale: Scale, each: Occasion, days: tuple[dt.date, dt.date], ends: list[float]) -> Bar | None:
    begin = scale.x(days[0])
    width = round(max(_SMALLEST, scale.x(days[1] + dt.timedelta(days=1)) - begin), 1)
    label = _label(each)
    long = len(label) * _LETTER
    after = begin + width + 6 + long < WIDTH
    left, right = (begin, begin + width + 6 + long) if after else (begin - 6 - long, begin + width)
    lane = next((number for number, end in enumerate(ends) if end + 8 < left), len(ends))
    if lane == _MOST_LANES:
        return None
    ends[lane : lane + 1] = [right]
    return Bar(
        each,
        begin,
        width,
        _TOP + _LANE * lane,
        label,
        round(begin + width + 5 if after else begin - 5, 1),
        "start" if after else "end",
    )


def _label(each: Occasion) -> str:
    who = ", ".join(_short(person) for person in each.item.participants) or each.item.type
    where = f", {each.item.place.label}" if each.item.place is not None else ""
    text = who + where
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"


def _short(who: Ref) -> str:
    return who.label.split()[-1] if who.type == "Person" else who.label


# --- small multiples --------------------------------------------------------------------------------------------------

PANELS: Final = 12
"""How many actors' months stand side by side."""

_MOST_MONTHS: Final = 36
_PANEL_WIDTH: Final = 200.0
_PANEL_HEIGHT: Final = 46.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One actor's occasions: how many begin in each month, and the bars that show it (x, y, width, height, month)."""

    actor: Ref
    total: int
    counts: tuple[int, ...]
    bars: tuple[tuple[float, float, float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Months:
    """Small multiples on one scale; ``vague`` occasions are not dated to the month and counted in none."""

    months: tuple[str, ...]
    panels: tuple[Panel, ...]
    width: float
    height: float
    most: int
    vague: int


def draw_months(attendance: Attendance, named: Callable[[str], Ref]) -> Months | None:
    """Occasions by month, one panel for each of the actors with most of them; None where there is no date.

    Args:
        attendance: who takes part when; at most :data:`PANELS` of them.
        named: makes a reference of an id.
    """
    ranked = [(who, Counter(counts)) for who, counts in attendance.by_actor.items()]
    if not ranked:
        return None
    months = _months(sorted({month for _, counts in ranked for month in counts}))
    most = max((counts[month] for _, counts in ranked for month in months), default=1)
    panels = tuple(_panel(named(who), counts, months, most) for who, counts in ranked)
    return Months(tuple(months), panels, _PANEL_WIDTH, _PANEL_HEIGHT, most, attendance.vague)


def _months(seen: Sequence[str]) -> list[str]:
    """All months from the first to the last, the latest ones where there are too many."""
    first, last = (int(each[:4]) * 12 + int(each[5:]) - 1 for each in (seen[0], seen[-1]))
    return [f"{each // 12:04d}-{each % 12 + 1:02d}" for each in range(max(first, last - _MOST_MONTHS + 1), last + 1)]


def _panel(who: Ref, counts: Counter[str], months: Sequence[str], most: int) -> Panel:
    step = _PANEL_WIDTH / len(months)
    bars = []
    for number, month in enumerate(months):
        height = round(_PANEL_HEIGHT * counts[month] / most, 1)
        if height:
            width = round(max(2.0, step - 1.5), 1)
            bars.append((round(number * step, 1), round(_PANEL_HEIGHT - height, 1), width, height, month))
    return Panel(who, counts.total(), tuple(counts[month] for month in months), tuple(bars))

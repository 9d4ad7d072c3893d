"""Places on a map: longitude across, latitude up, and behind them the gazetteer's places as dots for coasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from api.records.base import Ref
from kg.gazetteer import default_gazetteer

__all__ = ["Map", "Pin", "Spot", "draw_places"]

WIDTH: Final = 960.0
_MARGIN: Final = 0.12
_NARROWEST: Final = 24.0  # degrees: nearer, the dots behind say nothing
_NORTHMOST: Final = 84.0
_SOUTHMOST: Final = -60.0
_GRID: Final = 1.5  # degrees: of the gazetteer's places within one square, one dot is drawn
_RATIO: Final = 0.56
_LETTER: Final = 6.6


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, and how much happened there."""

    place: Ref
    latitude: float
    longitude: float
    meetings: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map; ``labelled`` where its name has room."""

    spot: Spot
    x: float
    y: float
    radius: float
    labelled: bool
    anchor: str
    label_x: float


@dataclass(frozen=True, slots=True)
class Map:
    """The drawing; ``land`` is the path of the dots, ``lines`` the parallels and meridians: (x, y, x, y, words)."""

    width: float
    height: float
    land: str
    lines: tuple[tuple[float, float, float, float, str], ...]
    pins: tuple[Pin, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    west: float
    south: float
    east: float
    north: float

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = (longitude - self.west) / (self.east - self.west) * WIDTH
        y = (self.north - latitude) / (self.north - self.south) * self.height
        return round(x, 1), round(y, 1)

    @property
    def height(self) -> float:
        return round(WIDTH * (self.north - self.south) / (self.east - self.west), 1)

    def holds(self, longitude: float, latitude: float) -> bool:
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


def draw_places(spots: Sequence[Spot]) -> Map | None:
    """Draw places, those with most meetings on top; None where there are none."""
    if not spots:
        return None
    window = _window(spots)
    land = "".join("M{} {}h0".format(*window.point(*each)) for each in _dots() if window.holds(*each))
    most = max(spot.meetings for spot in spots) or 1
    pins: list[Pin] = []
    for spot in sorted(spots, key=lambda each: (-each.meetings, -each.mentions, each.place.id)):
        pins.append(_pin(window, spot, most, pins))
    return Map(WIDTH, window.height, land, tuple(_lines(window)), tuple(reversed(pins)))


def _window(spots: Sequence[Spot]) -> _Window:
    """All places with a margin, in the shape of the drawing; the whole width of the world at most."""
    west, east = min(each.longitude for each in spots), max(each.longitude for each in spots)
    south, north = min(each.latitude for each in spots), max(each.latitude for each in spots)
    wide = max(_NARROWEST, (east - west) * (1 + 2 * _MARGIN), (north - south) * (1 + 2 * _MARGIN) / _RATIO)
    high = wide * _RATIO
    middle = (west + east) / 2
    centre = min(_NORTHMOST - high / 2, max(_SOUTHMOST + high / 2, (south + north) / 2))
    return _Window(middle - wide / 2, centre - high / 2, middle + wide / 2, centre + high / 2)


@cache
def _dots() -> tuple[tuple[float, float], ...]:
    """The gazetteer's places, one for each square of the grid."""
    gazetteer = default_gazetteer()
    entries = {name.entry_id: gazetteer.entry(name.entry_id) for name in gazetteer.surfaces()}
    squares = {
        (round(entry.longitude / _GRID), round(entry.latitude / _GRID))
        for entry in entries.values()
        if entry.longitude is not None and entry.latitude is not None and entry.type == "Place"
    }
    return tuple((x * _GRID, y * _GRID) for x, y in sorted(squares))


def _pin(window: _Window, spot: Spot, most: int, standing: Sequence[Pin]) -> Pin:
    """A place's disc; its name goes to the right or else to the left, where it covers no other, or nowhere."""
    x, y = window.point(spot.longitude, spot.latitude)
    radius = round(4 + 8 * (spot.meetings / most) ** 0.5, 1)
    offset, long = radius + 4, len(spot.place.label) * _LETTER
    for anchor, left in (("start", x + offset), ("end", x - offset - long)):
        if left > 0 and left + long < WIDTH and not any(_covers(pin, left, left + long, y) for pin in standing):
            return Pin(
                spot,
                x,
                y,
                radius,
                labelled=True,
                anchor=anchor,
                label_x=round(x + offset if anchor == "start" else x - offset, 1),
            )
    return Pin(spot, x, y, radius, labelled=False, anchor="start", label_x=round(x + offset, 1))


def _covers(pin: Pin, left: float, right: float, y: float) -> bool:
    """Whether a name between two points would cover a standing disc or its name."""
    begin, end = pin.x - pin.radius, pin.x + pin.radius
    if pin.labelled:
        long = len(pin.spot.place.label) * _LETTER
        begin, end = (begin, pin.label_x + long) if pin.anchor == "start" else (pin.label_x - long, end)
    return abs(pin.y - y) < 13 and left < end and begin < right


def _lines(window: _Window) -> list[tuple[float, float, float, float, str]]:
    step = 30 if window.east - window.west > 120 else 10
    lines = []
    for degrees in range(-180, 181, step):
        if window.west < degrees < window.east:
            x, _ = window.point(degrees, 0)
            lines.append((x, 0.0, x, window.height, _words(degrees, "E", "W")))
        if -90 < degrees < 90 and window.south < degrees < window.north:
            _, y = window.point(0, degrees)
            lines.append((0.0, y, WIDTH, y, _words(degrees, "N", "S")))
    return lines


def _words(degrees: int, positive: str, negative: str) -> str:
    return "0°" if not degrees else f"{abs(degrees)}° {positive if degrees > 0 else negative}"

"""How a node looks in tools that draw: colour by type, size by degree."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.model import EntityType
from kg.network import NODE_TYPES

__all__ = ["PALETTE", "Color", "color_of", "size_of"]


@dataclass(frozen=True, slots=True)
class Color:
    """A colour in sRGB, each part from 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        """As ``#RRGGBB``."""
        return f"#{self.red:02X}{self.green:02X}{self.blue:02X}"


# Okabe and Ito, "Color Universal Design" (2008); Wong, "Color blindness", Nature Methods 8, 441 (2011).
_BLACK: Final = Color(0, 0, 0)
_ORANGE: Final = Color(230, 159, 0)
_SKY_BLUE: Final = Color(86, 180, 233)
_BLUISH_GREEN: Final = Color(0, 158, 115)
_YELLOW: Final = Color(240, 228, 66)
_BLUE: Final = Color(0, 114, 178)
_VERMILLION: Final = Color(213, 94, 0)
_REDDISH_PURPLE: Final = Color(204, 121, 167)
_GREY: Final = Color(153, 153, 153)  # not of the palette; distinct from all of it in lightness or hue

_BY_TYPE: Final = {
    EntityType.PERSON: _BLUE,
    EntityType.ORGANIZATION: _ORANGE,
    EntityType.COUNTRY: _BLUISH_GREEN,
    EntityType.PLACE: _SKY_BLUE,
    "Position": _REDDISH_PURPLE,
    "Issue": _YELLOW,
    "Statement": _BLACK,
    "Tenure": _GREY,
    "Office": _GREY,
}

PALETTE: Final[Mapping[str, Color]] = {str(name): _BY_TYPE.get(name, _VERMILLION) for name in NODE_TYPES}
"""The colour of each type of node; meetings of every kind and interactions share one."""

_SMALLEST, _LARGEST, _GROWTH = 10.0, 80.0, 5.0


def color_of(node_type: str) -> Color:
    """The colour of a type of node."""
    return PALETTE[node_type]


def size_of(degree: int) -> float:
    """The diameter of a node: its area grows with its degree, within what stays readable."""
    return round(min(_LARGEST, _SMALLEST + _GROWTH * math.sqrt(degree)), 2)

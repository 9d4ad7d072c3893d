"""The style of Cytoscape Desktop that goes with GraphML's ``cytoscape`` profile: GraphML itself can carry no looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.export.appearance import PALETTE
from kg.export.format import DEFAULT_PROFILE, Export, checked_profile
from kg.export.xmltext import xml_attribute

__all__ = ["CytoscapeStyle"]

_SHAPES: Final[Mapping[str, str]] = {
    "Person": "ELLIPSE",
    "Organization": "ROUND_RECTANGLE",
    "Country": "HEXAGON",
    "Place": "TRIANGLE",
    "Issue": "RECTANGLE",
}
_FACT_SHAPE: Final = "DIAMOND"


@dataclass(frozen=True, slots=True)
class CytoscapeStyle:
    """A vizmap file: the same for every graph."""

    name: str = "cystyle"
    title: str = "the style for Cytoscape Desktop that goes with GraphML"
    media_type: str = "application/xml"
    suffix: str = ".style.xml"
    has_views: bool = False
    profiles: Sequence[str] = (DEFAULT_PROFILE,)

    def chunks(self, export: Export, profile: str = DEFAULT_PROFILE) -> Iterator[bytes]:  # noqa: ARG002 - see above
        """The style; see :meth:`kg.export.Format.chunks`."""
        checked_profile(self, profile)
        yield _style().encode()


def _style() -> str:
    node = (
        '<dependency name="nodeSizeLocked" value="true"/>\n',
        _passed("NODE_LABEL", "", "name", "string"),
        _passed("NODE_TOOLTIP", "", "sentence", "string"),
        _passed("NODE_SIZE", "20.0", "size", "float"),
        _looked_up("NODE_FILL_COLOR", "#D55E00", {kind: fill.hex for kind, fill in PALETTE.items()}),
        _looked_up("NODE_SHAPE", _FACT_SHAPE, {kind: _SHAPES.get(kind, _FACT_SHAPE) for kind in PALETTE}),
        _fixed("NODE_BORDER_WIDTH", "0.0"),
        _fixed("NODE_LABEL_FONT_SIZE", "10"),
        _fixed("NODE_LABEL_POSITION", "S,N,c,0.00,0.00"),
    )
    edge = (
        '<dependency name="arrowColorMatchesEdge" value="true"/>\n',
        _passed("EDGE_LABEL", "", "interaction", "string"),
        _passed("EDGE_TOOLTIP", "", "sentence", "string"),
        _fixed("EDGE_STROKE_UNSELECTED_PAINT", "#999999"),
        _fixed("EDGE_UNSELECTED_PAINT", "#999999"),
        _fixed("EDGE_LABEL_FONT_SIZE", "8"),
        _by_weight("EDGE_WIDTH"),
        _looked_up("EDGE_TARGET_ARROW_SHAPE", "DELTA", {"true": "NONE", "false": "DELTA"}, "symmetric", "boolean"),
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<vizmap id="Demarche" documentVersion="3.1">\n'
        f'<visualStyle name="Demarche">\n<network>\n{_fixed("NETWORK_BACKGROUND_PAINT", "#FFFFFF")}</network>\n'
        f"<node>\n{''.join(node)}</node>\n<edge>\n{''.join(edge)}</edge>\n</visualStyle>\n</vizmap>\n"
    )


def _fixed(name: str, value: str) -> str:
    return f'<visualProperty name="{name}" default="{xml_attribute(value)}"/>\n'


def _mapped(name: str, value: str, mapping: str) -> str:
    return f'<visualProperty name="{name}" default="{xml_attribute(value)}">{mapping}</visualProperty>\n'


def _passed(name: str, value: str, column: str, kind: str) -> str:
    return _mapped(name, value, f'<passthroughMapping attributeName="{column}" attributeType="{kind}"/>')


def _looked_up(name: str, value: str, entries: Mapping[str, str], column: str = "type", kind: str = "string") -> str:
    listed = "".join(
        f'<discreteMappingEntry attributeValue="{xml_attribute(key)}" value="{each}"/>' for key, each in entries.items()
    )
    return _mapped(
        name, value, f'<discreteMapping attributeName="{column}" attributeType="{kind}">{listed}</discreteMapping>'
    )


def _by_weight(name: str) -> str:
    points = "".join(
        f'<continuousMappingPoint attrValue="{at}" lesserValue="{width}" equalValue="{width}" greaterValue="{width}"/>'
        for at, width in (("1.0", "1.0"), ("10.0", "8.0"))
    )
    return _mapped(
        name, "1.0", f'<continuousMapping attributeName="weight" attributeType="float">{points}</continuousMapping>'
    )
